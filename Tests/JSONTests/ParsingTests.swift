import Foundation
import JSON
import Testing

@Test(
    arguments: [
        ("null", JSON.null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .int(0)),
        ("-0", .double(-0.0)), ("-7", .int(-7)), ("1.0", .double(1)), ("2.5e-3", .double(0.0025)),
        ("1E+2", .double(100)), ("9223372036854775807", .int(.max)),
        ("-9223372036854775808", .int(.min)), ("999999999999999999", .int(999_999_999_999_999_999)),
        ("1000000000000000000", .int(1_000_000_000_000_000_000)),
        ("9223372036854775808", .bigNumber("9223372036854775808")),
        ("123456789012345678901234567890", .bigNumber("123456789012345678901234567890")),
        ("1e400", .bigNumber("1e400")), ("-1e-400", .bigNumber("-1e-400")),
        ("0e999999999", .double(0)),
        ("1e99999999999999999999", .bigNumber("1e99999999999999999999")),
        ("0.1234567890123456789", .double(0.1234567890123456789)),
        ("5e-324", .double(.leastNonzeroMagnitude)),
        ("1.7976931348623157e308", .double(1.7976931348623157e308)),
        ("\"\"", ""), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
        (#""\u0041\u00e9\u20AC\ud83d\ude00\u0000""#, "Aé€😀\0"), ("\"\u{7F}é€😀\"", "\u{7F}é€😀"),
        (
            #""long enough for the fast path é\nand then some more after it""#,
            "long enough for the fast path é\nand then some more after it"
        ),
        ("[]", []), ("{}", [:]), ("[1,[2,[]],{}]", [1, [2, []], [:]]),
        ("\u{FEFF}{ \"a\" :\t1 ,\r\n\"b\": null}", ["a": 1, "b": nil]),
    ] as [(String, JSON)])
func validTextIsUnderstood(text: String, expected: JSON) throws {
    #expect(try JSON.parse(text) == expected)
}

@Test(
    arguments: [
        ("", JSON.ParseError.Code.unexpectedEnd, 1, 1), ("  \n ", .unexpectedEnd, 2, 2),
        ("{", .unexpectedEnd, 1, 2), ("[", .unexpectedEnd, 1, 2), ("[1", .unexpectedEnd, 1, 3),
        ("[1,", .unexpectedEnd, 1, 4), ("{\"a\"", .unexpectedEnd, 1, 5),
        ("{\"a\":", .unexpectedEnd, 1, 6), ("{\"a\":1,", .unexpectedEnd, 1, 8),
        ("\"abc", .unexpectedEnd, 1, 5), ("\"abc\\", .unexpectedEnd, 1, 6),
        ("\"\\u12", .unexpectedEnd, 1, 6), ("tru", .unexpectedEnd, 1, 4),
        ("-", .unexpectedEnd, 1, 2),
        ("1.", .unexpectedEnd, 1, 3), ("1e", .unexpectedEnd, 1, 3), ("1e+", .unexpectedEnd, 1, 4),
        ("[1,]", .invalidLiteral, 1, 4), ("[1 2]", .unexpectedCharacter, 1, 4),
        ("{\"a\":1,}", .unexpectedCharacter, 1, 8), ("{a:1}", .unexpectedCharacter, 1, 2),
        ("{\"a\" 1}", .unexpectedCharacter, 1, 6), ("[1}", .unexpectedCharacter, 1, 3),
        ("{'a':1}", .unexpectedCharacter, 1, 2), ("nul", .unexpectedEnd, 1, 4),
        ("nulL", .invalidLiteral, 1, 1), ("NaN", .invalidLiteral, 1, 1),
        ("Infinity", .invalidLiteral, 1, 1), ("+1", .invalidLiteral, 1, 1),
        (".5", .invalidLiteral, 1, 1), ("01", .invalidNumber, 1, 1), ("-01", .invalidNumber, 1, 1),
        ("1.x", .invalidNumber, 1, 3), ("1ex", .invalidNumber, 1, 3), ("- 1", .invalidNumber, 1, 2),
        ("0x10", .trailingText, 1, 2), ("1 2", .trailingText, 1, 3), ("{} x", .trailingText, 1, 4),
        ("// no\n1", .invalidLiteral, 1, 1), (#""\x41""#, .invalidEscape, 1, 2),
        (#""\u00g0""#, .invalidEscape, 1, 2), (#""\u+123""#, .invalidEscape, 1, 2),
        (#""\ud800""#, .loneSurrogate, 1, 2), (#""é\udc00""#, .loneSurrogate, 1, 3),
        (#""\ud800\u0041""#, .loneSurrogate, 1, 2), (#""\ud800x""#, .loneSurrogate, 1, 2),
        (#""\ud800\ud800""#, .loneSurrogate, 1, 2), ("\"a\u{1}\"", .controlCharacter, 1, 3),
        ("\"12345678\n\"", .controlCharacter, 1, 10), ("{\n \"é\": x}", .invalidLiteral, 2, 7),
        ("\u{B}1", .invalidLiteral, 1, 1), ("[1\u{A0}]", .unexpectedCharacter, 1, 3),
    ] as [(String, JSON.ParseError.Code, Int, Int)])
func brokenTextIsRefusedWithItsPlace(
    text: String, code: JSON.ParseError.Code, line: Int, column: Int
) {
    do throws(JSON.ParseError) {
        let value = try JSON.parse(text)
        Issue.record("\(text) was read as \(value)")
    } catch {
        #expect(error.code == code)
        #expect(error.line == line)
        #expect(error.column == column)
    }
}

@Test(
    arguments: [
        [0x80], [0xC3], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
        [0xF4, 0x90, 0x80, 0x80],
        [0xFF], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
func bytesThatAreNotUTF8AreRefused(bytes: [UInt8]) {
    for padding in 0...9 {
        let plain = [UInt8](repeating: 0x61, count: padding)
        for escape in ["", "\\n"] {
            let text = [0x22] + Array(escape.utf8) + plain + bytes + plain + [0x22]
            #expect {
                try JSON.parse(text)
            } throws: { ($0 as? JSON.ParseError)?.code == .invalidUTF8 }
        }
    }
}

@Test func nestingIsFollowedToTheLimitAndNoFurther() throws {
    func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSON.parse(nested(256))
    #expect { try JSON.parse(nested(257)) } throws: { error in
        (error as? JSON.ParseError)?.code == .tooDeep && (error as? JSON.ParseError)?.column == 257
    }
    #expect(throws: JSON.ParseError.self) {
        try JSON.parse(String(repeating: "[{\"a\":", count: 1_000_000))
    }
    #expect(throws: JSON.ParseError.self) { try JSON.parse("[1]", maximumDepth: 0) }
    #expect(try JSON.parse("1", maximumDepth: 0) == 1)
}

@Test func theDeepestNestingFitsTheStackOfASecondaryThread() throws {
    let text = String(repeating: "[{\"a\":", count: 128) + "1" + String(repeating: "}]", count: 128)
    let finished = DispatchSemaphore(value: 0)
    let thread = Thread {
        if let value = try? JSON.parse(text), let again = try? JSON.parse(value.text(.pretty)) {
            #expect(value == again)
        }
        finished.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    finished.wait()
}

@Test func theLastOfDuplicateKeysWinsInTheFirstOnesPlace() throws {
    #expect(try JSON.parse(#"{"a":1,"b":2,"a":3}"#).text() == #"{"a":3,"b":2}"#)
    let many = (0..<1000).map { "\"k\($0 % 500)\":\($0)" }.joined(separator: ",")
    let object = try #require(try JSON.parse("{\(many)}").object)
    #expect(object.count == 500)
    #expect(object.keys.first == "k0" && object["k0"] == 500 && object["k499"] == 999)
}

@Test func keysThatOnlyLookAlikeStayApart() throws {
    let object = try #require(try JSON.parse("{\"\u{E9}\":1,\"e\u{301}\":2}").object)
    #expect(object.count == 2)
    #expect(object["\u{E9}"] == 1 && object["e\u{301}"] == 2)
}

@Test func aHugeObjectIsReadInLinearTime() throws {
    let text = "{" + (0..<200_000).map { "\"key\($0)\":0" }.joined(separator: ",") + "}"
    #expect(try JSON.parse(text).object?.count == 200_000)
}

@Test func aHugeNumberKeepsItsDigits() throws {
    let digits = "1" + String(repeating: "0", count: 100_000)
    #expect(try JSON.parse("[\(digits)]").text() == "[\(digits)]")
    #expect(try JSON.parse("0." + digits).double == 0.1)
}

@Test func everyPrefixOfAValidTextIsAnErrorOrAValue() throws {
    let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00 é",true,null],"b":{}}"#.utf8)
    for count in 0..<text.count {
        #expect(throws: JSON.ParseError.self) { try JSON.parse(text[..<count]) }
    }
    #expect(throws: Never.self) { try JSON.parse(text) }
}

@Test func linesMayArriveInPiecesOfAnySize() throws {
    let text = Array("{\"a\":1}\n\n  \r\n[2]\r\nnot json\n\"é\n\"last\"".utf8)
    for size in [1, 2, 3, 7, 100] {
        var lines = JSONLines()
        var seen: [String] = []
        func drain() {
            while true {
                do throws(JSON.ParseError) {
                    guard let line = try lines.next() else { return }
                    seen.append("\(line.number) \(line.value)")
                } catch {
                    seen.append("\(error.line):\(error.column) \(error.code)")
                }
            }
        }
        for start in stride(from: 0, to: text.count, by: size) {
            lines.feed(text[start..<min(start + size, text.count)])
            drain()
        }
        lines.finish()
        drain()
        #expect(
            seen == [
                "1 {\"a\":1}", "4 [2]", "5:1 invalidLiteral", "6:3 unexpectedEnd", "7 \"last\"",
            ])
    }
}
