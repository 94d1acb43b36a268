import Foundation

/// A small file that is on the disk when `write` returns, whole or not at all.
enum DurableFile {
    /// Writes a file that only its owner reads.
    ///
    /// - Throws: `storage`, naming the file; then what was there before is still there.
    static func write(_ text: String, to file: URL) throws(MemoryError) {
        let fresh = file.appendingPathExtension("new")
        let descriptor = open(fresh.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(file) }
        defer { unlink(fresh.path) }
        var text = text
        let isWritten = text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
            return fsync(descriptor) == 0
        }
        let code = errno
        close(descriptor)
        guard isWritten else { throw failure(file, code) }
        guard rename(fresh.path, file.path) == 0 else { throw failure(file) }
        try syncFolder(of: file)
    }

    /// Removes a file, if it is there, for good.
    static func remove(_ file: URL) throws(MemoryError) {
        guard unlink(file.path) == 0 || errno == ENOENT else { throw failure(file) }
        try syncFolder(of: file)
    }

    /// Has the disk know the names in a file's folder.
    static func syncFolder(of file: URL) throws(MemoryError) {
        let folder = open(
            file.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure(file) }
        defer { close(folder) }
        // Some file systems have nothing to do for a folder, and say so.
        guard fsync(folder) == 0 || errno == EINVAL else { throw failure(file) }
    }

    private static func failure(_ file: URL, _ code: Int32 = errno) -> MemoryError {
        MemoryError(.storage, "cannot write \(file.path): \(String(cString: strerror(code)))")
    }
}
