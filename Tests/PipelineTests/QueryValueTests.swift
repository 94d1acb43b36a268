import DuckDB
import Foundation
import Testing

@testable import Pipeline

/// What queries give to templates, as dbt gives it.
@Suite struct QueryValueTests {
    private static func said(_ template: String) throws -> String {
        let project = try TestProject([
            "models/m.sql": """
            {{ config(materialized='table') }}
            select '{{ (TEMPLATE) | string | replace("'", "''") }}' as said
            """.replacing("TEMPLATE", with: template)
        ])
        let report = try project.runner().run()
        #expect(report.succeeded, "\(report.results.compactMap(\.error))")
        return try project.connection.query("select said from m").first?.stringValue ?? ""
    }

    static let values: [(String, String)] = [
        ("18446744073709551610::ubigint", "18446744073709551610"),
        ("hash('a')", "12561829011207016135"),
        (
            "(-170141183460469231731687303715884105727)::hugeint",
            "-170141183460469231731687303715884105727"
        ),
        (
            "12345678901234567890123456789012345678::decimal(38,0)",
            "12345678901234567890123456789012345678"
        ),
        ("0.00000000001::decimal(38,11)", "1E-11"), ("1.50::decimal(10,2)", "1.50"),
        ("1e30::double", "1E+30"), ("0.1::float", "0.10000000149011612"),
        ("'nan'::double", "NaN"), ("'-inf'::double", "-Infinity"),
        ("interval 13 month", "390 days, 0:00:00"), ("time '04:05:06.5'", "04:05:06.500000"),
        ("timetz '04:05:06+02'", "04:05:06+02:00"), ("date 'infinity'", "9999-12-31"),
        ("timestamp_ns '2026-01-01 00:00:00.123456789'", "2026-01-01 00:00:00.123456"),
        ("'a\\xFF'::blob", "b'a\\xff'"), ("'0101'::bit", "0101"),
        ("{'a': 1, 'b': [1.5::decimal(5,2), null]}", "{\"a\": 1, \"b\": [1.5, null]}"),
        ("map {1: 'x'}", "{\"1\": \"x\"}"), ("row(1, 'a')", "[1, \"a\"]"), ("null", "None"),
    ]

    @Test(arguments: values)
    func aValueIsWhatPythonHas(sql: String, expected: String) throws {
        let escaped = sql.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        #expect(
            try Self.said("run_query(\"select \(escaped) as v\").rows[0][0] if execute")
                == expected)
    }

    @Test func aResultIsHandedOutOnce() throws {
        let project = try TestProject([
            "models/m.sql": """
            {% call statement('a', fetch_result=true) %}select 1{% endcall %}
            {% set first = load_result('a') %}{% set second = load_result('a') %}
            select 1 as a
            """
        ])
        let error = try #require(try project.runner().run()["m"]?.error)
        #expect(error.message.contains("has already been loaded"))
    }

    @Test func ofSeveralStatementsTheLastAnswers() throws {
        #expect(
            try Self.said(
                "run_query('create temp table t as select 7 as n; select n from t').rows[0][0] if execute"
            ) == "7")
    }

    static let decimals: [(String, String)] = [
        ("1.10", "1.10"), ("-0.0", "-0.0"), ("1e+30", "1E+30"), ("0.0000001", "1E-7"),
        ("0.000001", "0.000001"), ("123E+2", "1.23E+4"), ("nan", "NaN"), ("-Infinity", "-Infinity"),
    ]

    @Test(arguments: decimals)
    func aDecimalPrintsAsInPython(written: String, expected: String) throws {
        #expect(try #require(PythonDecimal(written)).text == expected)
    }

    static let sums: [(String, String, String, String)] = [
        ("1", "/", "3", "0.3333333333333333333333333333"), ("1.10", "*", "1.10", "1.2100"),
        ("2", "/", "3", "0.6666666666666666666666666667"), ("1.0", "/", "2.00", "0.5"),
        ("-7", "//", "2", "-3"), ("-7", "%", "2", "-1"),
        ("1e30", "+", "1", "1.000000000000000000000000000E+30"),
        ("99999999999999999999999999995", "+", "0", "1.000000000000000000000000000E+29"),
        ("2", "**", "100", "1.267650600228229401496703205E+30"), ("2", "**", "-2", "0.25"),
        ("nan", "+", "1", "NaN"), ("Infinity", "-", "1", "Infinity"),
    ]

    @Test(arguments: sums)
    func decimalsReckonAsInPython(a: String, operation: String, b: String, expected: String) throws
    {
        let (a, b) = (try #require(PythonDecimal(a)), try #require(PythonDecimal(b)))
        #expect(try PythonDecimal.apply(operation, a, b)?.text == expected)
    }
}
