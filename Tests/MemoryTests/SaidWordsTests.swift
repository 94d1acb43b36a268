import Testing

@testable import Memory

@Suite struct SaidWordsTests {
    @Test(arguments: [
        ("I said YES.", "i said yes"), ("  two\n\tspaces  ", "two spaces"), ("Ha!!!", "ha"),
        ("...", ""), ("", ""), ("v1.2.", "v1.2"), ("Straße!", "STRASSE".lowercased() + "!"),
        ("Übung  macht …", "übung macht"), ("well…", "well"), ("cafe\u{301}", "café"),
    ])
    func `case, spaces, the last mark and how a letter is written make no difference`(
        _ pair: (String, String)
    ) {
        let isSame = pair.0 != "Straße!"
        #expect((SaidWords(pair.0) == SaidWords(pair.1)) == isSame)
        if isSame { #expect(SaidWords(pair.0).key == SaidWords(pair.1).key) }
    }

    @Test func `ASCII is read as everything else is`() {
        var state: UInt64 = 7
        func next(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let letters = Array("aB .!\n\t\u{0B}\u{0C}\r?x-9'\u{1F}\u{7F}")
        for _ in 0..<2000 {
            let text = String((0..<next(24)).map { _ in letters[next(letters.count)] })
            var copy = text
            #expect(
                copy.withUTF8 { SaidWords.plain($0) } == SaidWords.folded(text),
                "\(text.debugDescription)")
        }
    }

    @Test func `other words have another key`() {
        let texts = (0..<5000).map { "memory \($0)" } + (0..<5000).map { "Erinnerung für \($0)" }
        #expect(Set(texts.map { SaidWords($0).key }).count == texts.count)
    }
}
