public import DuckDB
import Foundation

/// Looks at a DuckDB file: its size, its write-ahead log, and the blocks that are free in it.
public struct DuckDBHealth {
    private let limits: HealthLimits

    public init(_ limits: HealthLimits) { self.limits = limits }

    /// - Parameters:
    ///   - whenDamaged: what to do about a file that cannot be opened.
    ///   - more: further checks through a read-only connection, where the file can be opened:
    ///     another process may hold it.
    public func checks(
        file: String, name: String, whenDamaged: String = "put a copy of it back",
        more: (Connection) throws -> [HealthCheck] = { _ in [] }
    ) -> [HealthCheck] {
        guard let size = Disk.size(of: file) else {
            return [
                HealthCheck(
                    "\(name)_bytes", .yellow, "not there", advice: "\(file) does not exist yet")
            ]
        }
        var checks = [
            HealthCheck("\(name)_bytes", .green, Figure.bytes(size), value: size),
            limits.check(
                "duckdb_wal_bytes", Disk.size(of: file + ".wal") ?? 0,
                advice:
                    "a process ended before its checkpoint, or writes much: open the file once, "
                    + "or CHECKPOINT"),
        ]
        if let free = Disk.free(at: URL(fileURLWithPath: file).deletingLastPathComponent().path) {
            let share = Figure.number((free.share * 100).rounded())
            checks.append(
                limits.check(
                    "disk_free", free.share, figure: "\(Figure.bytes(free.bytes)) (\(share) %)",
                    advice: "make room: nothing can be kept when the disk is full"))
        }
        do {
            let database = try Database(
                path: file, options: .init(accessMode: .readOnly, threads: 1))
            let connection = try database.connect()
            checks += try blocks(connection)
            do {
                checks += try more(connection)
            } catch {
                checks.append(
                    HealthCheck("\(name)_tables", .yellow, "could not be read", advice: "\(error)"))
            }
        } catch let error as DuckDBError where error.code == .locked {
            checks.append(
                HealthCheck("\(name)_open", .green, "in use by another process"))
        } catch {
            checks.append(
                HealthCheck(
                    "\(name)_open", .red, "cannot be opened",
                    advice: "\(whenDamaged): \(error)"))
        }
        return checks
    }

    private func blocks(_ connection: Connection) throws -> [HealthCheck] {
        let sizes = try connection.query(
            """
            SELECT free_blocks::DOUBLE / greatest(total_blocks, 1), total_blocks::DOUBLE
            FROM pragma_database_size() WHERE database_name = current_database()
            """)
        guard let row = sizes.rows.first else { return [] }
        // In a small file a few free blocks are a large share and no matter.
        guard try row.decode(1, as: Double.self) > 400 else { return [] }
        return [
            limits.check(
                "duckdb_free_blocks", try row.decode(0, as: Double.self),
                advice: "space of what was deleted is used again; COPY FROM DATABASE into a new "
                    + "file gives it back")
        ]
    }
}
