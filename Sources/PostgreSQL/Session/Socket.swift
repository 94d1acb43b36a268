import Foundation

/// Waiting for a socket.
enum Socket {
    /// True when it can be read or written as asked, or has failed; false when time is up.
    static func wait(_ descriptor: Int32, reading: Bool, writing: Bool, atMost limit: Duration)
        -> Bool
    {
        var events: Int16 = 0
        if reading { events |= Int16(POLLIN) }
        if writing { events |= Int16(POLLOUT) }
        var request = pollfd(fd: descriptor, events: events, revents: 0)
        let milliseconds = Int32(clamping: max(0, limit.milliseconds))
        let count = poll(&request, 1, milliseconds)
        // An interruption by a signal counts as a wake-up; the caller looks again.
        return count != 0
    }
}
