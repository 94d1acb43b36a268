import Foundation
import JSON
import Memory

extension LocalSocket {
    static func write(_ bytes: [UInt8], to socket: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Glibc)
                let flags = Int32(MSG_NOSIGNAL)
            #else
                let flags: Int32 = 0
            #endif
            let count = rest.withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress, $0.count, flags)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("the other side went away") }
            rest = rest.dropFirst(count)
        }
    }

    /// As many bytes as were asked for, or fewer where the other side ended.
    static func read(_ count: Int, from socket: Int32) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(max(1, count), 1 << 16))
        while bytes.count < count {
            let wanted = min(buffer.count, count - bytes.count)
            let got = recv(socket, &buffer, wanted, 0)
            if got < 0, errno == EINTR { continue }
            if got <= 0 { break }
            bytes += buffer.prefix(got)
        }
        return bytes
    }

    /// Four bytes, the most significant first.
    static func writeNumber(_ number: UInt32, to socket: Int32) throws {
        try write(withUnsafeBytes(of: number.bigEndian) { Array($0) }, to: socket)
    }

    /// - Returns: nil where the other side ended.
    static func readNumber(from socket: Int32) throws -> UInt32? {
        let bytes = try read(4, from: socket)
        guard bytes.count == 4 else { return nil }
        return bytes.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(as: UInt32.self)) }
    }

    /// How long to wait for another process at most, for one who waits for `patience`. Its answer
    /// takes its time where the machine is busy, also for one who waits for nobody.
    static func patience(_ patience: Duration) -> Duration { max(patience, .seconds(10)) }

    /// Limits how long a read or a write waits for the other side.
    ///
    /// - Parameter time: zero for none.
    static func limitWaiting(of socket: Int32, to time: Duration) {
        var limit = timeval()
        limit.tv_sec = .init(time.components.seconds)
        limit.tv_usec = .init(time.components.attoseconds / 1_000_000_000_000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(
                socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// Waits until the other side ends.
    static func waitForEnd(of socket: Int32) {
        var byte: UInt8 = 0
        while true {
            let got = recv(socket, &byte, 1, 0)
            if got == 0 || got < 0 && errno != EINTR { return }
        }
    }
}
