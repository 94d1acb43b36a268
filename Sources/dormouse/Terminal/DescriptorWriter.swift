import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes to a file descriptor, all or nothing more: once the reader has gone away, what is written
/// is dropped without a word; after any other failure too, and `failure` says which.
final class DescriptorWriter: Sendable {
    private let descriptor: Int32
    private let closed = Atomic(false)
    private let failed = Atomic<Int32>(0)

    /// Also makes the process survive a reader that goes away, for all descriptors, and a file that
    /// is larger than `ulimit -f` allows: then writing fails, which is told.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// Whether the reader has gone away, or the descriptor cannot be written to.
    var isClosed: Bool { closed.load(ordering: .relaxed) }

    /// Why something was not written, in the system's words: the disk is full, the descriptor is
    /// closed. Nil as long as all was written, and where the reader has gone away, which is no
    /// failure (`dormouse export | head`).
    var failure: String? {
        let code = failed.load(ordering: .relaxed)
        return code == 0 ? nil : String(cString: strerror(code))
    }

    func write(_ text: String) {
        guard !isClosed else { return }
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
                let count = system(start, rest.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN || errno == EWOULDBLOCK {
                    waitUntilWritable()
                } else if errno != EINTR {
                    let code = errno
                    if code != EPIPE && code != ECONNRESET {
                        failed.store(code, ordering: .relaxed)
                    }
                    closed.store(true, ordering: .relaxed)
                    return
                }
            }
        }
    }

    private func system(_ start: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, start, count)
        #else
            Darwin.write(descriptor, start, count)
        #endif
    }

    /// Another process may have made a shared terminal non-blocking.
    private func waitUntilWritable() {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&entry, 1, -1)
    }
}
