#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Vocabulary {
    /// No WordPiece vocabulary is larger; a file that is was named by mistake.
    private static let maximumFileSize = 64 << 20

    /// The bytes of a vocabulary file.
    static func read(_ path: String) throws(InferenceError) -> [UInt8] {
        guard let file = fopen(path, "rb") else {
            throw InferenceError(
                .vocabularyMissing,
                "Cannot read the vocabulary \(path): \(String(cString: strerror(errno))). "
                    + "Run scripts/bootstrap to get it, or name the folder that holds vocab.txt.")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        let step = 1 << 18
        while true {
            let chunk = [UInt8](unsafeUninitializedCapacity: step) { buffer, count in
                count = fread(buffer.baseAddress, 1, step, file)
            }
            bytes += chunk
            if chunk.count < step { break }
            guard bytes.count <= maximumFileSize else {
                throw InferenceError(
                    .vocabularyInvalid, "\(path) is too large to be a vocabulary (over 64 MiB).")
            }
        }
        guard ferror(file) == 0 else {
            throw InferenceError(
                .vocabularyMissing,
                "Cannot read the vocabulary \(path): is it a file? "
                    + "Run scripts/bootstrap, or name the folder that holds vocab.txt.")
        }
        return bytes
    }
}
