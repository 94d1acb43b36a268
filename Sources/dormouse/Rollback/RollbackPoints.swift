import Arguments
import DuckDB
import Foundation
import Governor

/// Copies of database files from before commands that change much, to go back to.
///
/// A copy is made before the command opens the file: closing any descriptor of a file lets go of this
/// process's locks on it.
struct RollbackPoints {
    let folder: URL
    /// A file that is larger is not copied; nil: one that takes more than ``share`` of the free disk.
    var largest: Int?
    /// So much of what is free may a copy take, where nobody has said how large it may be.
    static let share = 0.5
    /// How long a copy is kept.
    var kept: Double = 7 * 86_400
    /// So many copies of one file are kept.
    var most = 5

    struct Point: Codable, Equatable {
        var id: String
        /// Seconds since 1970.
        var at: Double
        var command: String
        var database: String
        var bytes: Int
    }

    /// Copies a database before a command changes it.
    ///
    /// - Returns: the point, and nothing where there is no such file yet; or why it was not made.
    ///
    /// - Parameters:
    ///   - isLimited: whether a file that is larger than ``largest`` is left out.
    ///   - spared: the id of a point that is kept however old it is.
    func make(
        _ database: String, before command: String, at time: Double, isLimited: Bool = true,
        sparing spared: String? = nil
    ) -> (Point?, String?) {
        let files = FileManager.default
        let path = URL(fileURLWithPath: database).standardizedFileURL.path
        guard let size = Self.size(path) else { return (nil, nil) }
        tidy(at: time, sparing: spared)
        let free = SpillPlace(path: folder.path).free.map { Int(Double($0.bytes) * Self.share) }
        if isLimited, let largest = largest ?? free, size > largest {
            let reason =
                self.largest != nil
                ? "is larger than \(bytesText(largest))"
                : "would take more than half of what is free in \(folder.path)"
            return (
                nil,
                "\(path) \(reason), so no rollback point was made; governor: rollback_limit in "
                    + "dormouse.yml allows more"
            )
        }
        let id = String(UUID().uuidString.prefix(8).lowercased())
        let place = folder.appending(path: id)
        do {
            try files.createDirectory(
                at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
            )
            try files.copyItem(atPath: path, toPath: place.appending(path: "copy").path)
            if files.fileExists(atPath: path + ".wal") {
                try files.copyItem(
                    atPath: path + ".wal", toPath: place.appending(path: "copy.wal").path)
            }
            let point = Point(id: id, at: time, command: command, database: path, bytes: size)
            try JSONEncoder().encode(point).write(to: place.appending(path: "point.json"))
            tidy(at: time, sparing: spared)
            return (point, nil)
        } catch {
            try? files.removeItem(at: place)
            return (nil, "no rollback point was made: \(folder.path) cannot be written")
        }
    }

    /// All points, the newest first.
    func list() -> [Point] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.compactMap { name -> Point? in
            let file = folder.appending(path: name).appending(path: "point.json")
            return (try? Data(contentsOf: file)).flatMap {
                try? JSONDecoder().decode(Point.self, from: $0)
            }
        }.sorted { ($0.at, $0.id) > ($1.at, $1.id) }
    }

    func remove(_ point: Point) {
        try? FileManager.default.removeItem(at: folder.appending(path: point.id))
    }

    /// Puts a database back as it was. What it is now becomes a point of its own.
    ///
    /// - Throws: `state` where the database is in use, or the copy is gone.
    func apply(_ point: Point, at time: Double) throws -> Point? {
        let files = FileManager.default
        let place = folder.appending(path: point.id)
        let path = point.database
        if files.fileExists(atPath: path) {
            // Nobody else has it open; and its log is written into it. It may be damaged, which may be
            // why somebody goes back.
            do throws(DuckDBError) {
                try Database(path: path).connect().execute("CHECKPOINT")
            } catch  where error.code == .locked {
                throw GovernorError(
                    .state, "\(path) is in use by another process; end that and apply again")
            } catch {}
        }
        // However large it is: else going back could not be undone.
        let (earlier, problem) = make(
            path, before: "rollback of \(point.id)", at: time, isLimited: false,
            sparing: point.id)
        guard problem == nil else {
            throw GovernorError(
                .state,
                "there is no room in \(folder.path) to keep what \(path) is now; nothing was changed"
            )
        }
        let fresh = path + ".rollback"
        do {
            try? files.removeItem(atPath: fresh)
            try files.copyItem(atPath: place.appending(path: "copy").path, toPath: fresh)
        } catch {
            throw GovernorError(.state, "the copy of \(point.id) cannot be put back at \(path)")
        }
        unlink(path + ".wal")
        let log = place.appending(path: "copy.wal").path
        if files.fileExists(atPath: log) { try? files.copyItem(atPath: log, toPath: path + ".wal") }
        guard rename(fresh, path) == 0 else {
            throw GovernorError(.state, "\(path) cannot be replaced")
        }
        return earlier
    }

    /// Removes what is too old, and of each file all but the newest.
    private func tidy(at time: Double, sparing spared: String?) {
        var counts: [String: Int] = [:]
        for point in list() where point.id != spared {
            counts[point.database, default: 0] += 1
            if time - point.at > kept || (counts[point.database] ?? 0) > most { remove(point) }
        }
    }

    private static func size(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}

extension Invocation {
    func rollbackPoints() throws -> RollbackPoints {
        var points = RollbackPoints(folder: stateDirectory.url.appending(path: "rollback"))
        if let limit = try rollbackLimit() { points.largest = limit }
        return points
    }

    /// Opens a database after a copy of it was made, to go back to.
    func leavingRollbackPoint<T>(_ database: String?, _ open: () throws -> T) throws -> T {
        guard let database, !database.isEmpty, database != ":memory:", stateDirectory.make() else {
            return try open()
        }
        let points = try rollbackPoints()
        let (point, problem) = points.make(
            database, before: command.path.joined(separator: " "), at: Date().timeIntervalSince1970)
        if let problem { console.warn(TerminalText(problem)) }
        do {
            let opened = try open()
            if let point {
                console.note("dormouse rollback apply \(point.id) goes back to before this.")
            }
            return opened
        } catch {
            // Somebody else has the file open, so the copy may be of two moments.
            if let point { points.remove(point) }
            throw error
        }
    }
}
