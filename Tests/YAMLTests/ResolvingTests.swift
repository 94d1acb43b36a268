import Testing
import YAML

/// What PyYAML's safe loader makes of plain scalars.
@Test(arguments: [
    ("", YAML.Node.Value.null), ("~", .null), ("null", .null), ("Null", .null),
    ("nUll", .string("nUll")),
    ("yes", .bool(true)), ("No", .bool(false)), ("on", .bool(true)), ("OFF", .bool(false)),
    ("true", .bool(true)), ("y", .string("y")), ("tRue", .string("tRue")),
    ("12", .int(12)), ("-12", .int(-12)), ("+12", .int(12)), ("1_000", .int(1000)),
    ("010", .int(8)), ("0o17", .string("0o17")), ("08", .string("08")), ("0x1F", .int(31)),
    ("-0x1f", .int(-31)), ("0b101", .int(5)), ("0", .int(0)), ("00", .int(0)),
    ("1:30", .int(90)), ("-1:30", .int(-90)), ("190:20:30", .int(685230)),
    ("1:60", .string("1:60")),
    ("0:30", .string("0:30")), ("1.5", .double(1.5)), ("1.", .double(1)), (".5", .double(0.5)),
    ("-.5", .string("-.5")), ("1e3", .string("1e3")), ("1.0e3", .string("1.0e3")),
    ("1.0e+3", .double(1000)), ("1.5E-2", .double(0.015)), ("1_0.5_0", .double(10.5)),
    (".inf", .double(.infinity)), ("-.INF", .double(-.infinity)), ("+.inf", .double(.infinity)),
    ("1:30.5", .double(90.5)), ("1.2.3", .string("1.2.3")), (".", .string(".")),
    ("-", .string("-")),
    ("1 2", .string("1 2")), ("2024-01-31", .string("2024-01-31")), ("'12'", .string("12")),
    ("\"yes\"", .string("yes")), ("!!str 12", .string("12")), ("!!int '12'", .int(12)),
    ("!!float 1", .double(1)), ("! 12", .string("12")), ("=", .string("=")),
    ("1,000", .string("1,000")),
    ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
])
func plainScalarsAreResolvedAsPyYAMLDoes(text: String, value: YAML.Node.Value) throws {
    let written = text == "-" ? "[\"-\"]" : "[\(text == "1,000" ? "'1,000'" : text)]"
    let node = text.isEmpty ? try YAML.parse("a:").mapping()["a"] : try YAML.parse(written)[0]
    #expect(node?.value == value)
}

@Test func notANumberIsResolved() throws {
    let node = try YAML.parse(".nan")
    guard case .double(let value) = node.value else {
        Issue.record("found \(node.kind)")
        return
    }
    #expect(value.isNaN)
}

@Test func theTextOfAScalarIsKept() throws {
    let node = try YAML.parse("version: 1.10\nflag: yes\nnothing: ~")
    #expect(try node.required("version").text() == "1.10")
    #expect(try node.required("flag").text() == "yes")
    #expect(throws: YAMLError.self) { try node.required("nothing").text() }
}

@Test(arguments: [
    ("99999999999999999999", YAMLError.Code.range), ("!!int abc", .tag), ("!foo bar", .tag),
    ("!!python/object:os.system x", .tag), ("!!bool maybe", .tag), ("!foo [1]", .tag),
    ("[1, 2", .syntax), ("a: b: c", .syntax), ("\tx: 1", .syntax), ("'open", .syntax),
    ("a: 1\n b: 2", .syntax), ("*nope", .alias), ("&a [*a]", .alias), ("? [1]\n: 2", .key),
    ("<<: 5", .key), ("<<: [1]", .key), ("--- 1\n--- 2", .severalDocuments), ("\u{1}", .syntax),
    ("@x", .syntax), ("%YAML 9.9\n---\n1", .syntax),
])
func whatCannotBeReadIsAnErrorWithItsPlace(text: String, code: YAMLError.Code) {
    let error = #expect(throws: YAMLError.self) { try YAML.parse(text, file: "x.yml") }
    #expect(error?.code == code)
    #expect(error?.position?.file == "x.yml")
    #expect(error?.position.map { $0.line >= 1 && $0.column >= 1 } == true)
}
