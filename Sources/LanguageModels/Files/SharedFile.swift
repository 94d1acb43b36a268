import Foundation

/// A file that several processes append to, and that one of them may replace by a new one.
///
/// An appender holds the kernel's lock, which ends with the process however it ends. What a killed
/// process left half-written is cut off by the next appender; readers stop before it.
struct SharedFile: ~Copyable {
    let path: String
    private var descriptor: Int32 = -1
    private var inode: UInt64 = 0

    init(path: String) { self.path = path }

    deinit { if descriptor >= 0 { close(descriptor) } }

    var isOpen: Bool { descriptor >= 0 }

    /// Opens the file, and makes it and its folder for their owner only.
    ///
    /// - Returns: false where that cannot be.
    mutating func openIt() -> Bool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        closeIt()
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        inode = status?.inode ?? 0
        return true
    }

    mutating func closeIt() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Size of the open file.
    var size: Int { status?.size ?? 0 }

    private var status: (size: Int, inode: UInt64)? {
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { return nil }
        return (Int(info.st_size), UInt64(info.st_ino))
    }

    /// Whether the path means another file by now.
    var wasReplaced: Bool {
        var info = stat()
        return stat(path, &info) != 0 || UInt64(info.st_ino) != inode
    }

    func lock() -> Bool { flock(descriptor, LOCK_EX) == 0 }
    func unlock() { flock(descriptor, LOCK_UN) }

    /// Reads into the buffer.
    ///
    /// - Returns: how much was there.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            done += count
        }
        return done
    }

    func bytes(at offset: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, done in
            done = count > 0 ? read(at: offset, into: UnsafeMutableRawBufferPointer(buffer)) : 0
        }
    }

    /// - Returns: whether all was written.
    func write(_ bytes: [UInt8], at offset: Int) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = pwrite(
                    descriptor, buffer.baseAddress! + done, buffer.count - done,
                    off_t(offset + done))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }

    func truncate(to size: Int) { _ = ftruncate(descriptor, off_t(size)) }
}
