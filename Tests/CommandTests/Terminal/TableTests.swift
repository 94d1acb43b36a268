import Arguments
import Testing

@testable import dormouse

private func lines(_ table: Table, width: Int?) -> [String] {
    table.lines(width: width).map { $0.rendered(withColor: false) }
}

private let memories: Table = {
    var table = Table([.init("score", .right), .init("memory"), .init("when")])
    table.add(["0.91", "I parked the car behind the bakery on Elm Street", "2 days ago"])
    table.add(["0.5", "日本語の記憶はどこにありますか、教えてください", "just now"])
    table.add(["10", "two\nlines \u{1B}[31m", ""])
    return table
}()

@Test func aTableThatFitsIsNotCut() {
    #expect(
        lines(memories, width: nil) == [
            "score  memory                                            when",
            " 0.91  I parked the car behind the bakery on Elm Street  2 days ago",
            "  0.5  日本語の記憶はどこにありますか、教えてください    just now",
            "   10  two lines ␛[31m                                   ",
        ])
}

@Test func theWidestColumnGivesWay() {
    #expect(
        lines(memories, width: 40) == [
            "score  memory                 when",
            " 0.91  I parked the car beh…  2 days ago",
            "  0.5  日本語の記憶はどこに…  just now",
            "   10  two lines ␛[31m        ",
        ])
}

@Test(arguments: [16, 20, 33, 47, 64, 80]) func noLineIsWiderThanAllowed(width: Int) {
    for line in lines(memories, width: width) { #expect(displayWidth(line) <= width, "\(line)") }
}

@Test func aTableWithoutRowsHasItsHeading() {
    #expect(lines(Table([.init("a"), .init("b", .right)]), width: 80) == ["a  b"])
}

@Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
    ("a b c d", 4, "a b…"), ("a bcd", 3, "a…"), ("x", 0, ""), ("xy", 1, "…"), ("👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…"),
])
func textIsCutByDisplayWidth(text: String, width: Int, expected: String) {
    #expect(truncated(text, to: width) == expected)
}
