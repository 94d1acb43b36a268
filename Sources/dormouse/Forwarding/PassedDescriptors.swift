import Foundation
import Memory

/// Three descriptors that cross a Unix socket beside four bytes that say how much follows.
enum PassedDescriptors {
    static let count = 3
    /// A control message: its header, then the descriptors, both aligned to a word.
    private static var header: Int { align(MemoryLayout<cmsghdr>.size) }
    private static var size: Int { header + align(count * MemoryLayout<Int32>.size) }

    private static func align(_ bytes: Int) -> Int {
        #if canImport(Glibc)
            let word = MemoryLayout<Int>.size
        #else
            let word = MemoryLayout<UInt32>.size
        #endif
        return (bytes + word - 1) / word * word
    }

    static func send(_ descriptors: [Int32], length: Int, over socket: Int32) throws {
        var head = UInt32(length).bigEndian
        var control = [UInt8](repeating: 0, count: size)
        control.withUnsafeMutableBytes { bytes in
            var message = cmsghdr()
            message.cmsg_len = .init(header + count * MemoryLayout<Int32>.size)
            message.cmsg_level = SOL_SOCKET
            message.cmsg_type = rightsType
            bytes.storeBytes(of: message, as: cmsghdr.self)
            for (at, descriptor) in descriptors.enumerated() {
                bytes.storeBytes(of: descriptor, toByteOffset: header + 4 * at, as: Int32.self)
            }
        }
        #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        let sent = transfer(&head, &control) { sendmsg(socket, $0, flags) }
        guard sent == 4 else { throw LocalSocket.failure("cannot hand over the command") }
    }

    /// - Returns: the descriptors, now this process's own (none where none came), and how many bytes
    ///   follow.
    static func receive(over socket: Int32) throws -> (descriptors: [Int32], length: Int) {
        var head: UInt32 = 0
        var control = [UInt8](repeating: 0, count: size)
        #if canImport(Glibc)
            let flags = Int32(MSG_CMSG_CLOEXEC)
        #else
            let flags: Int32 = 0
        #endif
        let received = transfer(&head, &control) { recvmsg(socket, $0, flags) }
        guard received == 4 else { throw LocalSocket.failure("no request came") }
        let descriptors = control.withUnsafeBytes { bytes -> [Int32] in
            let message = bytes.loadUnaligned(as: cmsghdr.self)
            guard message.cmsg_level == SOL_SOCKET, message.cmsg_type == rightsType,
                Int(message.cmsg_len) == header + count * 4
            else { return [] }
            return (0..<count).map {
                bytes.loadUnaligned(fromByteOffset: header + 4 * $0, as: Int32.self)
            }
        }
        return (descriptors, Int(UInt32(bigEndian: head)))
    }

    private static var rightsType: Int32 {
        #if canImport(Glibc)
            Int32(SCM_RIGHTS)
        #else
            SCM_RIGHTS
        #endif
    }

    private static func transfer(
        _ head: inout UInt32, _ control: inout [UInt8],
        _ body: (UnsafeMutablePointer<msghdr>) -> Int
    ) -> Int {
        withUnsafeMutableBytes(of: &head) { head in
            control.withUnsafeMutableBytes { control in
                var vector = iovec(iov_base: head.baseAddress, iov_len: 4)
                return withUnsafeMutablePointer(to: &vector) { vector in
                    var message = msghdr()
                    message.msg_iov = vector
                    message.msg_iovlen = 1
                    message.msg_control = control.baseAddress
                    message.msg_controllen = .init(control.count)
                    return body(&message)
                }
            }
        }
    }
}
