internal import Foundation

/// An open file that this process alone holds a lock on. The kernel lets go of the lock when the
/// process ends, however it ends.
final class LockedFile: @unchecked Sendable {
    // Sendable: the descriptor never changes and is closed once, in deinit.
    let descriptor: Int32

    /// - Parameter waits: whether to wait for who holds it; else nil where somebody does.
    init?(_ path: String, waits: Bool, creates: Bool = true) {
        let file = open(path, O_RDWR | O_CLOEXEC | (creates ? O_CREAT : 0), 0o600)
        guard file >= 0 else { return nil }
        while flock(file, LOCK_EX | (waits ? 0 : LOCK_NB)) != 0 {
            if errno == EINTR { continue }
            close(file)
            return nil
        }
        descriptor = file
    }

    deinit { close(descriptor) }

    /// Whether no process holds the file; false where it is not there.
    static func isDead(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) == 0
    }
}
