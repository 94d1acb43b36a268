internal import Synchronization

/// What templates tell while the project is read, each once in the order of reading.
final class ReadingRecord: Sendable {
    private let told = Mutex<(messages: [String], warnings: [Warning])>(([], []))

    func add(_ message: String) { told.withLock { $0.messages.append(message) } }
    func add(_ warning: Warning) { told.withLock { $0.warnings.append(warning) } }

    var messages: [String] { told.withLock { $0.messages } }
    var warnings: [Warning] { told.withLock { $0.warnings } }
}
