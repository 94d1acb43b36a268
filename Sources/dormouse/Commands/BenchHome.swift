import Arguments
import Foundation
import Memory
import Synchronization

/// The home of a measurement: temporary, unless it is to be kept.
struct BenchHome {
    private let invocation: Invocation
    private let folder: URL
    private let isKept: Bool
    private let isOnServer: Bool

    static let onServer = OptionSpec.flag(
        "on-server", help: "keep the memories in the empty database of POSTGRES_DB_URL")

    /// - Parameters:
    ///   - kept: a folder to leave the home in, under `home`.
    ///   - onServer: whether the database that `POSTGRES_DB_URL` names keeps the memories.
    init(_ invocation: Invocation, kept: String? = nil, onServer: Bool = false) {
        self.invocation = invocation
        isOnServer = onServer
        isKept = kept != nil
        folder =
            kept.map { URL(fileURLWithPath: $0, isDirectory: true) }
            ?? FileManager.default.temporaryDirectory
            .appending(path: "dormouse-bench-\(UUID().uuidString)")
    }

    /// Opens the home.
    func engine() throws -> MemoryEngine {
        if isOnServer, !invocation.isOnServer {
            throw MemoryError(.invalidInput, "--on-server needs POSTGRES_DB_URL, which is not set")
        }
        return try invocation.engine(
            at: Home(folder.appending(path: "home")), onServer: isOnServer)
    }

    /// Refuses a folder to keep that holds a home already: figures would be those of its memories.
    func refuseUsed() throws {
        if isOnServer, try engine().statistics(namespace: nil).store.memories > 0 {
            throw MemoryError(
                .invalidInput,
                "the database of POSTGRES_DB_URL holds memories already; name an empty one")
        }
        if Home(folder.appending(path: "home")).exists {
            throw MemoryError(
                .invalidInput, "\(folder.path) holds a home already; name another folder")
        }
    }

    /// Writes a text beside the home.
    func write(_ text: String, as name: String) throws {
        // Over a server nothing else has made it.
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    /// Removes the home, unless it is to be kept.
    func remove() {
        if !isKept { try? FileManager.default.removeItem(at: folder) }
    }
}

/// A progress bar a step, each made when the step begins.
final class StepBars: Sendable {
    private let console: Console
    private let bars = Mutex<[String: StepBar]>([:])

    init(_ console: Console) { self.console = console }

    func show(_ step: String, done: Int, total: Int) {
        let bar = bars.withLock { bars in
            let bar = bars[step] ?? StepBar(step, on: console)
            bars[step] = done == total ? nil : bar
            return bar
        }
        bar.update(done: done, total: total)
        if done == total { bar.finish() }
    }
}
