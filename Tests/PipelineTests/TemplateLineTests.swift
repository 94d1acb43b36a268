import Testing

@testable import Pipeline

/// The places that errors show.
@Suite struct TemplateLineTests {
    @Test(
        arguments: [
            (
                "select a,\n  b\nfrom {{ ref('x') }}\nwhere c",
                "select a,\n  b\nfrom \"x\"\nwhere c", 3, 3
            ),
            ("{{ config() }}\nselect {{ a }} as one", "select 1 as one", 1, 2),
            ("{% if x %}\nselect nope\n{% endif %}", "\nselect nope\n", 2, 2),
            ("select {{ a }}\nunion\nselect {{ b }}", "select 1\nunion\nselect 2", 3, nil),
            ("{{ everything() }}", "select 1", 1, nil), ("a", "a", 7, nil), ("", "", 1, nil),
        ] as [(String, String, Int, Int?)])
    func aLineOfTheSQLIsFoundInTheTemplate(
        _ template: String, _ sql: String, _ line: Int, _ expected: Int?
    ) {
        #expect(TemplateLine.number(of: line, in: sql, template: template) == expected)
    }

    @Test func theCaretStandsBelowTheColumn() {
        let shown = SQLExcerpt.around(2, column: 8, in: "select 1,\n\tselect nope\nfrom x")
        #expect(
            shown == "    1 | select 1,\n  > 2 | \tselect nope\n      | \t      ^\n    3 | from x")
    }

    @Test func aLongLineIsShownAroundTheCaret() throws {
        let line =
            String(repeating: "a, ", count: 100) + "nope, " + String(repeating: "b, ", count: 100)
        let shown = try #require(SQLExcerpt.around(1, column: 301, in: line))
        let rows = shown.split(separator: "\n")
        for row in rows { #expect(row.count <= 80) }
        let caret = try #require(rows[1].firstIndex(of: "^"))
        let place = rows[1].distance(from: rows[1].startIndex, to: caret)
        #expect(rows[0].dropFirst(place).hasPrefix("nope"))
    }

    @Test func thePlaceInAShortenedMessageIsLookedForInTheStatement() {
        let statement = "select " + String(repeating: "a, ", count: 50) + "nope from x"
        let message =
            "Binder Error: no\n\nLINE 1: ...a, a, a, nope from x\n                    ^"
        let found = SQLExcerpt.position(in: message, statement: statement)
        #expect(found == SQLExcerpt.Position(line: 1, column: 158))
    }
}
