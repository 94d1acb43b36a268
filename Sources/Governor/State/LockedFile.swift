internal import Foundation

/// An open file that this process alone holds a lock on. The kernel lets go of the lock when the
/// process ends, however it ends.
public final class LockedFile: @unchecked Sendable {
    // Sendable: the descriptor never changes and is closed once, in deinit.
    let descriptor: Int32

    /// Nil where the file cannot be opened, or somebody else holds it.
    ///
    /// - Parameter patience: how long to wait for that. Who holds it does so for a moment, but a
    ///   process that was stopped meanwhile must not hold up others for ever.
    public init?(_ path: String, patience: Duration = .zero) {
        let file = open(path, O_RDWR | O_CLOEXEC | O_CREAT, 0o600)
        guard file >= 0 else { return nil }
        let deadline = MonotonicClock.now + patience
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            let mayPass = errno == EINTR || errno == EWOULDBLOCK
            guard mayPass, MonotonicClock.now < deadline else {
                close(file)
                return nil
            }
            usleep(2000)
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
