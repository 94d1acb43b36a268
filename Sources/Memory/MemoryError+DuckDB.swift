import DuckDB

extension MemoryError {
    /// What a failure of the engine means to whoever keeps memories, and what to do.
    init(_ error: DuckDBError, in file: String) {
        switch error.code {
        case .locked:
            self.init(.homeBusy, "\(file) is open in another process: \(error.message)")
        case .corruptFile, .serialization:
            let reason = error.message.trimmingSuffix(while: { "!.".contains($0) })
            self.init(.damaged, "\(file) is damaged: \(reason). \(Self.remedy(file))")
        case .readOnly, .permission:
            self.init(.homeUnusable, "\(file) cannot be written: \(error.message)")
        case .io where error.message.contains("Permission denied"):
            self.init(
                .homeUnusable,
                "\(file) may not be opened by this user: permission denied. "
                    + FileOwner.remedy(file: file))
        case .io where error.message.contains("Is a directory"):
            self.init(.damaged, "\(file) is a folder and no database. \(Self.remedy(file))")
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

extension StringProtocol {
    fileprivate func trimmingSuffix(while isLeftOut: (Character) -> Bool) -> SubSequence {
        var text = self[...]
        while let last = text.last, isLeftOut(last) { text = text.dropLast() }
        return text
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
