import Jinja
import Testing

/// Integers of any length, with what Python 3.11 gives.
@Suite struct BigIntegerTests {
    static let cases: [(String, String)] = [
        ("18446744073709551610 + 1", "18446744073709551611"),
        ("9223372036854775807 + 1", "9223372036854775808"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775808 - 1", "9223372036854775807"),
        ("2 ** 100", "1267650600228229401496703205376"),
        ("(2 ** 100) // 3 ** 20", "363558641556578823726"),
        ("-(2 ** 100) // 3 ** 20", "-363558641556578823727"),
        ("(2 ** 100) % 97", "16"), ("-(2 ** 100) % 97", "81"), ("(2 ** 100) % -97", "-81"),
        ("10 ** 40 // 10 ** 20", "100000000000000000000"),
        ("(10 ** 38 - 1) * (10 ** 38 - 1) % 10 ** 19", "1"),
        ("2 ** 64 / 2", "9.223372036854776e+18"), ("2 ** 64 * 0.5", "9.223372036854776e+18"),
        ("2 ** 70 > 1.5", "True"), ("1 < 2 ** 70", "True"), ("2 ** 70 == 2 ** 70", "True"),
        ("2 ** 70 == 2.0 ** 70", "True"), ("2 ** 70 in [1, 2 ** 70]", "True"),
        ("(2 ** 70) is integer", "True"), ("(2 ** 70) is number", "True"),
        ("(-(2 ** 70)) | abs", "1180591620717411303424"), ("'9' * 3 | int", "999"),
        ("('9' * 30) | int", "999999999999999999999999999999"),
        ("1e25 | int", "10000000000000000905969664"),
        ("'%d' | format(2 ** 70)", "1180591620717411303424"),
        ("'%x' | format(2 ** 70)", "400000000000000000"),
        ("'{:,}'.format(2 ** 70)", "1,180,591,620,717,411,303,424"),
        ("[2 ** 64] | tojson", "[18446744073709551616]"),
        ("(2 ** 70) | round", "1180591620717411303424"),
        ("(2 ** 64) ~ 'x'", "18446744073709551616x"),
        ("[2 ** 65, 1, 2 ** 64] | sort", "[1, 18446744073709551616, 36893488147419103232]"),
        ("[2 ** 64, 1] | sum", "18446744073709551617"),
        ("0x1ffffffffffffffff", "36893488147419103231"),
        ("-5 // 2", "-3"), ("+(2 ** 64)", "18446744073709551616"),
    ]

    @Test(arguments: cases)
    func reckonsAsPython(expression: String, expected: String) throws {
        let template = try Environment().template("{{ \(expression) }}", name: "t")
        #expect(try template.render() == expected)
    }

    /// (a · b + c) divided by b gives a and c again, whatever their lengths.
    @Test func divisionUndoesMultiplication() {
        var state: UInt64 = 42
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
        func number(_ words: Int) -> BigInteger {
            // Runs of ones and zeros are where a guessed digit is wrong most often.
            (0..<words).reduce(BigInteger(1)) { sum, _ in
                let word = [0, UInt64.max, next(), 1 << 63, next() >> 40][Int(next() >> 33) % 5]
                return sum * BigInteger.powerOfTwo(64) + BigInteger(word)
            }
        }
        for round in 0..<400 {
            let (a, b) = (number(round % 7), number(round % 5))
            let c = number(round % 5) - BigInteger(1)
            let rest = c < b ? c : c.dividedDown(by: b).remainder
            let (quotient, remainder) = (a * b + rest).dividedDown(by: b)
            #expect(quotient == a && remainder == rest)
            #expect(BigInteger(a.description) == a)
        }
    }

    @Test func aPowerBeyondMeasureIsRefused() throws {
        let template = try Environment().template("{{ 10 ** (10 ** 10) }}", name: "t")
        #expect(throws: JinjaError.self) { try template.render() }
    }
}
