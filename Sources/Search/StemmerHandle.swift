import CStemmer
import Synchronization

/// One Snowball stemmer (https://snowballstem.org), owned.
final class StemmerHandle: @unchecked Sendable {
    // Sendable: the stemmer keeps the last stem in a buffer of its own, so `lock` is held while
    // it is used.
    private let raw: OpaquePointer
    private let lock = Mutex(())

    /// - Parameter language: a name Snowball knows, such as `english` (Porter 2).
    init?(language: String) {
        guard let raw = sb_stemmer_new(language, "UTF_8") else { return nil }
        self.raw = raw
    }

    deinit { sb_stemmer_delete(raw) }

    /// The stem of one lower-case word, as UTF-8 bytes.
    func stem(_ word: borrowing [UInt8]) -> [UInt8] {
        word.withUnsafeBufferPointer { bytes in
            lock.withLock { _ in
                guard let base = bytes.baseAddress,
                    let stem = sb_stemmer_stem(raw, base, Int32(bytes.count))
                else { return [] }
                return Array(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(raw))))
            }
        }
    }
}
