internal import CDuckDB
import Foundation
import Synchronization

/// The database files this process has open. Locks of the operating system hold between
/// processes only: inside one, two engines on a file would destroy it.
enum OpenFiles {
    /// Holds a file until it is released.
    final class Reservation: Sendable {
        let path: String

        fileprivate init(path: String) { self.path = path }

        deinit {
            files.withLock { files in
                let left = (files[path]?.count ?? 1) - 1
                files[path] = left > 0 ? (left, files[path]?.shared ?? false) : nil
            }
        }
    }

    /// The engines of one cache know of each other's files, so that none attaches what another has
    /// open.
    final class Instances: @unchecked Sendable {
        // Sendable: set once; DuckDB's cache has a lock of its own.
        let raw = duckdb_create_instance_cache()
    }

    static let instances = Instances()

    private static let files = Mutex<[String: (count: Int, shared: Bool)]>([:])

    /// Readers share a file; everyone else has it alone.
    static func reserve(_ path: String?, shared: Bool) throws(DuckDBError) -> Reservation? {
        guard let path, !path.isEmpty, path != ":memory:" else { return nil }
        let resolved = canonical(path)
        let isFree = files.withLock { files in
            guard let open = files[resolved] else {
                files[resolved] = (1, shared)
                return true
            }
            guard open.shared && shared else { return false }
            files[resolved] = (open.count + 1, true)
            return true
        }
        guard isFree else {
            throw DuckDBError(
                .locked,
                "\(path) is already open in this process: use the Database that has it, "
                    + "or let it go first")
        }
        return Reservation(path: resolved)
    }

    /// The path without links, also where the file itself does not exist yet.
    private static func canonical(_ path: String) -> String {
        let url = URL(fileURLWithPath: path)
        let directory = url.deletingLastPathComponent().resolvingSymlinksInPath()
        let file = directory.appendingPathComponent(url.lastPathComponent)
        return file.resolvingSymlinksInPath().path
    }
}
