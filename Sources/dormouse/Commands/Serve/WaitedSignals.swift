import Foundation

/// Signals that one thread waits for, instead of being interrupted by them.
struct WaitedSignals {
    private var set = sigset_t()

    /// Threads that are started from now on by this one leave the signals alone.
    init(_ signals: [Int32]) {
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// The next one that comes.
    func wait() -> Int32 {
        var set = set
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
        return signal
    }

    /// From now on they do what they usually do.
    func release() {
        var set = set
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
