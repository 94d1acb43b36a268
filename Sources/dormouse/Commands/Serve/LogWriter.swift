import Dispatch
import Foundation
import Synchronization

/// Writes lines to standard error without holding up who writes them. Where nobody takes them, the
/// newest are left out, and how many is said later.
final class LogWriter: Sendable {
    private let queue = DispatchQueue(label: "dormouse.log")
    private let waiting = Atomic<Int>(0)
    private let lost = Atomic<Int>(0)
    private static let room = 10_000

    func write(_ line: String) {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.room else {
            waiting.subtract(1, ordering: .relaxed)
            lost.add(1, ordering: .relaxed)
            return
        }
        queue.async { [self] in
            waiting.subtract(1, ordering: .relaxed)
            let gone = lost.exchange(0, ordering: .relaxed)
            if gone > 0 {
                put("{\"level\":\"warning\",\"event\":\"log_lost\",\"lines\":\(gone)}\n")
            }
            put(line + "\n")
        }
    }

    /// Returns when everything is written.
    func flush() { queue.sync {} }

    private func put(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
