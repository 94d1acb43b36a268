import Foundation

extension WordPieceTokenizer {
    /// Hands the words of a text to `body`, cleaned, lower-cased and without accents, as UTF-8.
    /// A punctuation mark or a CJK character is a word. Stops when `body` gives false.
    static func normalise(_ text: String, _ body: (ArraySlice<UInt8>) -> Bool) {
        var splitter = WordSplitter()
        var run: [UInt8] = []
        var scalars = String.UnicodeScalarView()
        /// Ends the run of characters between two spaces. ASCII, the usual case, is in `run`; as
        /// soon as something else appears the run moves to `scalars`.
        func flush() -> Bool {
            defer {
                run.removeAll(keepingCapacity: true)
                scalars.removeAll(keepingCapacity: true)
            }
            if scalars.isEmpty { return splitter.split(ascii: run, body) }
            return splitter.split(decomposed(String(scalars)), body)
        }
        for scalar in text.unicodeScalars {
            switch CharacterClass(scalar) {
            case .ignored: continue
            case .space: if !flush() { return }
            case .ideograph:
                guard flush() else { return }
                scalars.append(scalar)
                guard flush() else { return }
            case .other:
                if scalar.isASCII, scalars.isEmpty {
                    run.append(lowercased(UInt8(truncatingIfNeeded: scalar.value)))
                } else {
                    if scalars.isEmpty {
                        scalars.append(contentsOf: run.lazy.map { Unicode.Scalar($0) })
                    }
                    scalars.append(scalar)
                }
            }
        }
        _ = flush()
    }

    /// Canonical decomposition without the marks that it sets free, in lower case.
    private static func decomposed(_ text: String) -> String.UnicodeScalarView {
        var result = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.isASCII {
                result.append(Unicode.Scalar(lowercased(UInt8(truncatingIfNeeded: scalar.value))))
            } else if scalar.bertCategory != .nonspacingMark {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return result
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

/// Splits runs without spaces into words and punctuation marks, reusing one buffer.
private struct WordSplitter {
    private var word: [UInt8] = []

    mutating func split(ascii run: [UInt8], _ body: (ArraySlice<UInt8>) -> Bool) -> Bool {
        var begin = 0
        for (index, byte) in run.enumerated() where Unicode.Scalar(byte).isBERTPunctuation {
            if begin < index, !body(run[begin..<index]) { return false }
            if !body(run[index...index]) { return false }
            begin = index + 1
        }
        return begin == run.count || body(run[begin...])
    }

    mutating func split(
        _ run: String.UnicodeScalarView, _ body: (ArraySlice<UInt8>) -> Bool
    ) -> Bool {
        word.removeAll(keepingCapacity: true)
        for scalar in run {
            guard scalar.isBERTPunctuation else {
                word.append(contentsOf: UTF8.encode(scalar)!)
                continue
            }
            if !word.isEmpty, !body(word[...]) { return false }
            if !body(Array(UTF8.encode(scalar)!)[...]) { return false }
            word.removeAll(keepingCapacity: true)
        }
        return word.isEmpty || body(word[...])
    }
}
