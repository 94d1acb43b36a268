import DuckDB
import Foundation

/// A DuckDB file under the name it is attached as.
struct AttachedFile {
    let alias: String
    let file: URL
    let connection: Connection

    func attach(readOnly: Bool) throws(DuckDBError) {
        if !readOnly { try make() }
        try connection.execute(
            "ATTACH \(quoteLiteral(file.path)) AS \(quoteIdentifier(alias))"
                + (readOnly ? " (READ_ONLY)" : ""))
    }

    /// A new file gets its name when it is whole: one that a crash or a full disk left half made would
    /// be taken for damaged ever after.
    private func make() throws(DuckDBError) {
        if FileManager.default.fileExists(atPath: file.path) { return }
        let fresh = file.appendingPathExtension("making")
        func clear() {
            for leftover in [fresh, fresh.appendingPathExtension("wal")] {
                try? FileManager.default.removeItem(at: leftover)
            }
        }
        clear()
        let making = quoteIdentifier(alias + "_making")
        do throws(DuckDBError) {
            try connection.execute("ATTACH \(quoteLiteral(fresh.path)) AS \(making)")
            try connection.execute("DETACH \(making)")
        } catch {
            try? connection.execute("DETACH \(making)")
            clear()
            throw error
        }
        // Where it cannot be renamed, it is made in its place.
        if rename(fresh.path, file.path) != 0 { clear() }
    }

    func detach() throws(DuckDBError) {
        try connection.execute("DETACH \(quoteIdentifier(alias))")
    }

    /// Writes what the file holds into a new one and puts that in its place: deleted rows leave
    /// their bytes behind in a database file until then. The file is detached meanwhile and is
    /// attached again, to be written, at the end.
    ///
    /// A crash at any point leaves the old file or the new one.
    func rewrite() throws {
        let fresh = file.appendingPathExtension("new")
        let copy = AttachedFile(alias: alias + "_new", file: fresh, connection: connection)
        for leftover in [fresh, fresh.appendingPathExtension("wal")] {
            try? FileManager.default.removeItem(at: leftover)
        }
        try connection.execute("CHECKPOINT \(quoteIdentifier(alias))")
        try copy.attach(readOnly: false)
        do {
            try connection.execute(
                "COPY FROM DATABASE \(quoteIdentifier(alias)) TO \(quoteIdentifier(copy.alias))")
            try connection.execute("CHECKPOINT \(quoteIdentifier(copy.alias))")
        } catch {
            try? copy.detach()
            for leftover in [fresh, fresh.appendingPathExtension("wal")] {
                try? FileManager.default.removeItem(at: leftover)
            }
            throw error
        }
        try copy.detach()
        try detach()
        guard rename(fresh.path, file.path) == 0 else {
            let reason = String(cString: strerror(errno))
            try attach(readOnly: false)
            throw MemoryError(.storage, "cannot replace \(file.path): \(reason)")
        }
        try attach(readOnly: false)
    }
}
