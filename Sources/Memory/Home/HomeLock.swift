import Foundation

/// Holds a home for one process. The kernel lets go of it when the process ends, however it ends.
final class HomeLock: @unchecked Sendable {
    // Sendable: the descriptor never changes after init and is closed once, in deinit.
    private let descriptor: Int32

    /// Waits until the home is free.
    ///
    /// - Parameters:
    ///   - path: the lock file; its text says who holds it.
    ///   - holder: what this process is, for whoever has to wait: `dormouse sleep`.
    ///   - patience: how long to wait at most.
    init(path: String, holder: String, patience: Duration) throws(MemoryError) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw MemoryError(
                .homeUnusable, "cannot open \(path): \(String(cString: strerror(errno)))")
        }
        let deadline = ContinuousClock.now + patience
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            if ContinuousClock.now >= deadline {
                let who = Self.read(file)
                close(file)
                throw MemoryError(
                    .homeBusy,
                    "the home is in use by \(who); waited \(Self.seconds(patience)) s. "
                        + "Try again when it is done, or give more time with --wait SECONDS")
            }
            usleep(10_000)
        }
        descriptor = file
        let text = "\(holder), process \(getpid())\n"
        ftruncate(file, 0)
        _ = text.withCString { pwrite(file, $0, strlen($0), 0) }
    }

    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// `10`, `0.2`
    private static func seconds(_ time: Duration) -> String {
        let tenths = Int((time / .milliseconds(100)).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }

    private static func read(_ file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = pread(file, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? "another process" : text
    }
}
