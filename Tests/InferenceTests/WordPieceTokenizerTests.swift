import Foundation
import Testing

@testable import Inference

struct WordPieceTokenizerTests {
    let tokenizer: WordPieceTokenizer

    init() throws { tokenizer = try Bootstrapped.model().tokenizer }

    @Test(arguments: Reference.all)
    func idsAreThoseOfTheReference(_ reference: Reference) {
        #expect(tokenizer.encode(reference.text) == reference.ids)
    }

    @Test func theReferenceIsThere() { #expect(Reference.all.count >= 60) }

    @Test func anEmptyTextIsItsTwoMarkers() {
        #expect(tokenizer.encode("") == [101, 102])
        #expect(tokenizer.encode(" \n\t") == [101, 102])
    }

    @Test func markersWrittenInATextAreText() {
        let ids = tokenizer.encode("[SEP]")
        #expect(ids.first == 101 && ids.last == 102)
        #expect(!ids.dropFirst().dropLast().contains { $0 == 101 || $0 == 102 })
    }

    @Test(arguments: [-5, 0, 1, 2, 3, 16, 512])
    func theLimitIsKept(limit: Int) {
        let text = String(repeating: "unbelievably sleepy dormice ", count: 400)
        let ids = tokenizer.encode(text, maximumTokens: limit)
        #expect(ids.count == max(2, limit))
        #expect(ids.first == 101 && ids.last == 102)
    }

    @Test func aCutTextIsThePrefixOfTheWholeOne() {
        let text =
            "Unbelievable: counterrevolutionaries misunderstand internationalization, 昨日 café!"
        let whole = tokenizer.encode(text).dropLast()
        for limit in 2...whole.count {
            #expect(
                tokenizer.encode(text, maximumTokens: limit).dropLast() == whole.prefix(limit - 1))
        }
    }

    @Test func anyStringGivesIdsOfTheVocabulary() {
        var random = SplitMix(state: 1)
        for _ in 0..<3000 {
            let text = randomText(&random, length: Int.random(in: 0...60, using: &random))
            let limit = Int.random(in: 2...40, using: &random)
            let ids = tokenizer.encode(text, maximumTokens: limit)
            #expect((2...limit).contains(ids.count))
            #expect(ids.allSatisfy { $0 >= 0 && $0 < tokenizer.vocabularySize })
        }
    }

    @Test func aHundredThousandCharactersWithoutASpaceAreRead() {
        #expect(tokenizer.encode(String(repeating: "é", count: 100_000)) == [101, 100, 102])
        #expect(tokenizer.encode(String(repeating: "中", count: 100_000)).count == 256)
    }

    @Test func aMissingVocabularySaysWhatToDo() {
        let error = #expect(throws: InferenceError.self) {
            try WordPieceTokenizer(vocabulary: "/nowhere/vocab.txt")
        }
        #expect(error?.code == .vocabularyMissing)
        #expect(error?.message.contains("/nowhere/vocab.txt") == true)
        #expect(error?.message.contains("scripts/bootstrap") == true)
    }

    @Test(arguments: ["", "\n\n\n", "[CLS]\n[SEP]\n", "\u{0}\u{1}\u{2}", "just some text"])
    func aFileThatIsNoVocabularyIsRefused(content: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).txt")
        try Data(content.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let error = #expect(throws: InferenceError.self) {
            try WordPieceTokenizer(vocabulary: file.path)
        }
        #expect(error?.code == .vocabularyInvalid)
    }

    @Test func aDirectoryIsNoVocabulary() {
        let error = #expect(throws: InferenceError.self) { try WordPieceTokenizer(vocabulary: "/") }
        #expect(error?.code == .vocabularyMissing)
    }
}

/// Characters of all planes, with more of those that tokenizers trip over.
func randomText(_ random: inout SplitMix, length: Int) -> String {
    var text = String.UnicodeScalarView()
    let odd: [Unicode.Scalar] = [
        "\0", " ", "\r", "\u{200D}", "\u{FE0F}", "\u{301}", "\u{AD}", "\u{FFFD}", "中", "İ", "[",
        "#",
    ]
    while text.count < length {
        let range: ClosedRange<UInt32> =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: 0...0x7F
            case 1: 0x61...0x7A
            case 2: 0x80...0x24F
            case 3: 0...0xFFFF
            case 4: 0...0x10FFFF
            default: 0...0
            }
        if range.upperBound == 0 {
            text.append(odd.randomElement(using: &random) ?? " ")
        } else if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) {
            text.append(scalar)
        }
    }
    return String(text)
}
