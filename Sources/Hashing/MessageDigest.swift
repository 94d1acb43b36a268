import CCrypto

/// A digest of OpenSSL's libcrypto.
///
/// It is looked up once: that takes longer than hashing a sentence.
struct MessageDigest: @unchecked Sendable {
    // Sendable: nothing changes it after it was looked up; libcrypto shares it between threads.
    private let algorithm: OpaquePointer
    private let length: Int

    /// - Parameter name: of an algorithm that every OpenSSL 3 has. Where a machine is told to use
    ///   approved ones alone, others are still had for what protects nothing.
    init(_ name: String, length: Int) {
        guard let found = EVP_MD_fetch(nil, name, nil) ?? EVP_MD_fetch(nil, name, "-fips") else {
            preconditionFailure("this machine's OpenSSL has no \(name)")
        }
        algorithm = found
        self.length = length
    }

    /// Hands over the bytes of a digest.
    func digest<T>(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeRawBufferPointer) -> T) -> T
    {
        withUnsafeTemporaryAllocation(byteCount: length, alignment: 8) { result in
            let isDone = EVP_Digest(
                bytes.baseAddress, bytes.count, result.baseAddress, nil, algorithm, nil)
            // It fails only where there is no memory.
            precondition(isDone == 1, "libcrypto could not make a digest")
            return body(UnsafeRawBufferPointer(result))
        }
    }
}
