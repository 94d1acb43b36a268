import Foundation

/// Says to whoever sleeps in a home, in this process or another, that somebody waits until nobody
/// does. Those who wait hold a lock of `sleep.wanted` together, which the kernel lets go of with
/// the process; who sleeps looks now and then whether anybody has it.
final class SleepWish: @unchecked Sendable {
    // Sendable: the descriptor never changes after init and is closed once, in deinit.
    private let descriptor: Int32

    /// nil where it cannot be said, as on a full disk: then who wants to wait still can.
    init?(_ home: Home) {
        let file = open(home.sleepWishFile.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return nil }
        // Who looks has it for a moment.
        for _ in 0..<50 {
            if flock(file, LOCK_SH | LOCK_NB) == 0 {
                descriptor = file
                return
            }
            usleep(1000)
        }
        close(file)
        return nil
    }

    deinit { close(descriptor) }

    /// Whether somebody waits.
    static func isThere(_ home: Home) -> Bool {
        let file = open(home.sleepWishFile.path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return false }
        // Closing lets go of what was taken for the look.
        defer { close(file) }
        // Another who looks has it for a moment only.
        for _ in 0..<3 {
            guard flock(file, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return false }
            usleep(1000)
        }
        return true
    }
}
