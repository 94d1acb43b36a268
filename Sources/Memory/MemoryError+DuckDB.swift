import DuckDB

extension MemoryError {
    /// What a failure of the engine means to whoever keeps memories, and what to do.
    init(_ error: DuckDBError, in file: String) {
        switch error.code {
        case .locked:
            self.init(.homeBusy, "\(file) is open in another process: \(error.message)")
        case .corruptFile, .serialization:
            self.init(.damaged, "\(file) is damaged: \(error.message). \(Self.remedy(file))")
        case .readOnly, .permission:
            self.init(.homeUnusable, "\(file) cannot be written: \(error.message)")
        case .interrupt:
            self.init(.cancelled, "stopped on request; what was acknowledged is kept")
        default:
            self.init(.storage, "\(file): \(error.description)")
        }
    }

    private static func remedy(_ file: String) -> String {
        file.hasSuffix("/sleep.duckdb")
            ? "Only what sleep made is in it: remove it and run: dormouse sleep"
            : "Nothing was changed. Restore it from a backup, or move it away to begin anew"
    }
}

/// Runs `body`, telling its failures in terms of a file.
func reporting<T>(_ file: String, _ body: () throws -> T) throws(MemoryError) -> T {
    do {
        return try body()
    } catch let error as MemoryError {
        throw error
    } catch let error as DuckDBError {
        throw MemoryError(error, in: file)
    } catch {
        throw MemoryError(.storage, "\(file): \(plainWords(of: error))")
    }
}
