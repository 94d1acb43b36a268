import Foundation
import Memory

/// Standard input, read with errors that say what is wrong.
enum StandardInput {
    /// Reads the next piece; empty at the end.
    ///
    /// - Throws: `invalidInput` for a directory or anything else that cannot be read.
    static func read(_ input: FileHandle, upTo count: Int = 1 << 20) throws(MemoryError) -> Data {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let got = Foundation.read(input.fileDescriptor, &bytes, count)
            if got >= 0 { return Data(bytes.prefix(got)) }
            guard errno == EINTR else {
                throw MemoryError(
                    .invalidInput,
                    "cannot read standard input: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// - Throws: `invalidInput` where it is a directory, or closed.
    static func check() throws(MemoryError) {
        var status = stat()
        let problem =
            fstat(STDIN_FILENO, &status) != 0
            ? errno : status.st_mode & S_IFMT == S_IFDIR ? EISDIR : 0
        guard problem == 0 else {
            throw MemoryError(
                .invalidInput, "cannot read standard input: \(String(cString: strerror(problem)))")
        }
    }

    /// Reads all of it.
    static func readAll(_ input: FileHandle) throws(MemoryError) -> Data {
        var data = Data()
        while true {
            let piece = try read(input)
            if piece.isEmpty { return data }
            data.append(piece)
        }
    }
}
