import Jinja
import Testing

/// The code of the error that a template ends with, or `nil` when it renders.
private func failure(
    _ template: String, _ change: (inout Environment.Limits) -> Void = { _ in }
) -> JinjaError.Code? {
    var options = Environment.Options()
    change(&options.limits)
    do {
        _ = try Environment(options: options).template(template).render()
        return nil
    } catch {
        return error.code
    }
}

private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
}

@Suite struct HostileTemplates {
    /// A template that is nested: the opening part many times, the middle, the closing part.
    struct Nest: Sendable {
        var head = "{{ "
        var open: String
        var middle = "1"
        var close = ""
        var tail = " }}"
    }

    @Test(arguments: [
        Nest(open: "(", close: ")"), Nest(open: "(", middle: "", tail: ""),
        Nest(open: "[", middle: "", close: "]"), Nest(open: "{'a':", close: "}"),
        Nest(open: "-"), Nest(open: "not "), Nest(open: "1 + "), Nest(open: "1 ** "),
        Nest(head: "{{ x", open: ".a", middle: ""), Nest(head: "{{ x", open: "|upper", middle: ""),
        Nest(head: "{{ x", open: "()", middle: ""), Nest(head: "{{ x", open: "[0]", middle: ""),
        Nest(open: "1 if 1 else "), Nest(open: "1 if "),
        Nest(head: "", open: "{% if 1 %}", close: "{% endif %}", tail: ""),
        Nest(head: "", open: "{% for i in [1] %}", close: "{% endfor %}", tail: ""),
        Nest(head: "", open: "{% macro m() %}", close: "{% endmacro %}", tail: ""),
        Nest(head: "{% for ", open: "(", middle: "i", close: ")", tail: " in x %}{% endfor %}"),
        Nest(open: "f(", close: ")"),
    ])
    func deepNestingIsRefused(nest: Nest) {
        let count = 50_000
        let code = failure(
            nest.head + repeated(nest.open, count) + nest.middle + repeated(nest.close, count)
                + nest.tail)
        #expect(code == .limit || code == .syntax)
    }

    @Test func aLongChainOfConcatenationsIsNoNesting() throws {
        let template = "{{ " + repeated("'a' ~ ", 5_000) + "'b' }}"
        #expect(try Environment().template(template).render().utf8.count == 5_001)
    }

    @Test func manyBranchesAreNoNesting() throws {
        let template = "{% if 0 %}" + repeated("{% elif 0 %}", 5_000) + "{% else %}x{% endif %}"
        #expect(try Environment().template(template).render() == "x")
    }

    @Test(arguments: [
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(x) %}{% if x %}{% for i in [1] %}{{ m([m(x)]) }}{% endfor %}{% endif %}"
            + "{% endmacro %}{{ m(1) }}",
        "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}",
        "{% macro m() %}{{ [1]|map('string')|join(m()) }}{% endmacro %}{{ m() }}",
        "{% for t in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
        "{% block a %}{{ self.a() }}{% endblock %}",
        "{{ range(1000000000)|list }}",
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 'a'.ljust(10000000000) }}",
        "{{ 'a'.zfill(10000000000) }}",
        "{{ 'a'|center(10000000000) }}",
        "{{ 'a'|indent(10000000000) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%.1000000000f' % 1.0 }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '%*d' % (1000000000, 1) }}",
        "{{ [1]|batch(1000000000, 0)|list }}",
        "{{ [1]|slice(1000000000)|list }}",
        "{{ [1]|tojson(indent=1000000) }}",
        "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}"
            + "{% endfor %}",
        "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x * 2 %}"
            + "{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}"
            + "{% endfor %}",
        "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set x %}{{ ns.x }}{{ ns.x }}"
            + "{% endset %}{% set ns.x = x %}{% endfor %}",
        "{% set x = [1] %}{% for i in range(60) %}{% do x.extend(x) %}{% endfor %}",
        "{% set x = 'a' * 60000000 %}{% for i in range(100000) %}{% set y = x.upper() %}{% endfor %}",
        "{% set x = 'a' * 1000000 %}{{ x.replace('a', x) }}",
        "{% set x = 'a' * 1000000 %}{{ x|replace('', x) }}",
        "{% set x = 'a' * 1000000 %}{{ x.join(x) }}",
        "{% for i in range(1000) %}{{ 'a' * 1000000 }}{% endfor %}",
    ])
    func whatDoesNotEndIsStopped(template: String) {
        let code = failure(template) {
            $0.iterations = 20_000
            $0.bytes = 4 << 20
            $0.totalBytes = 64 << 20
        }
        #expect(code == .limit)
    }

    @Test func integersBeyondAWordNeitherTrapNorWrap() throws {
        for (expression, expected) in [
            ("9223372036854775807 + 1", "9223372036854775808"),
            ("-9223372036854775807 - 2", "-9223372036854775809"),
            ("9223372036854775807 * 2", "18446744073709551614"),
            ("2 ** 64", "18446744073709551616"), ("9223372036854775808", "9223372036854775808"),
            ("(-9223372036854775807 - 1)|abs", "9223372036854775808"),
            ("(-9223372036854775807 - 1) // -1", "9223372036854775808"),
            ("1e22|int", "10000000000000000000000"),
        ] {
            let template = try Environment().template("{{ \(expression) }}", name: "t")
            #expect(try template.render() == expected, "\(expression)")
        }
        #expect(failure("{{ 1e300|int }}") == nil)
        #expect(failure("{{ (-9223372036854775807 - 1) % -1 }}") == nil)
        #expect(failure("{{ range(-9223372036854775807, 9223372036854775807)|length }}") == .limit)
        #expect(failure("{{ 'abc'[::9223372036854775807] }}") == nil)
        #expect(failure("{{ 'abc'[-9223372036854775807:9223372036854775807] }}") == nil)
        #expect(failure("{{ 'abc'[::-9223372036854775807 - 1] }}") == nil)
    }

    @Test func valuesNestedWithoutEndAreFreedAndCompared() throws {
        for template in [
            "{% set ns = namespace(x=[]) %}{% for i in range(40000) %}{% set ns.x = [ns.x] %}"
                + "{% endfor %}{{ ns.x == 1 }}",
            "{% set ns = namespace(x=()) %}{% for i in range(40000) %}{% set ns.x = (ns.x,) %}"
                + "{% endfor %}{{ ns.x == [ns.x] }}",
            "{% set ns = namespace(x={}) %}{% for i in range(40000) %}{% set ns.x = {1: ns.x} %}"
                + "{% endfor %}{{ ns.x == {1: {}} }}",
            "{% set ns = namespace(x=1) %}{% for i in range(40000) %}"
                + "{% set ns.x = [ns.x].append %}{% endfor %}{{ ns.x == 1 }}",
            "{% set ns = namespace(x=1) %}{% for i in range(40000) %}"
                + "{% set ns.x = namespace(y=ns.x) %}{% endfor %}{{ ns.x == 1 }}",
            "{% set ns = namespace(x=1) %}{% macro keep() %}{% set ns.x = caller %}{% endmacro %}"
                + "{% for i in range(40000) %}{% set old = ns.x %}{% call keep() %}{{ old }}"
                + "{% endcall %}{% endfor %}{{ ns.x == 1 }}",
            "{% set ns = namespace(x=1) %}{% for i in range(40000) %}{% for j in [ns.x] %}"
                + "{% set ns.x = loop %}{% endfor %}{% endfor %}{{ ns.x == 1 }}",
        ] {
            #expect(try Environment().template(template).render() == "False")
        }
        let tuples =
            "{% set ns = namespace(x=()) %}{% for i in range(40000) %}{% set ns.x = (ns.x,) %}"
            + "{% endfor %}"
        #expect(failure(tuples + "{{ ns.x }}") == .limit)
        #expect(failure(tuples + "{{ ns.x|tojson }}") == .limit)
        #expect(failure(tuples + "{{ ns.x|pprint }}") == .limit)
        #expect(failure(tuples + "{{ {ns.x: 1} }}") == .limit)
    }

    @Test func aListInItselfHasAnEnd() throws {
        let template = "{% set a = [1] %}{% set b = [1] %}{% do a.append(a) %}{% do b.append(b) %}"
        #expect(try Environment().template(template + "{{ a == a }}").render() == "True")
        #expect(failure(template + "{{ a == b }}") == nil)
        #expect(failure(template + "{{ a|tojson }}") == .limit)
        #expect(failure(template + "{{ a|sort }}") != nil)
    }

    @Test func theOutputHasALimit() {
        #expect(
            failure("{% for i in range(1000) %}0123456789{% endfor %}") { $0.bytes = 5_000 }
                == .limit)
        #expect(
            failure("{% for i in range(100) %}0123456789{% endfor %}") { $0.bytes = 5_000 } == nil)
    }

    @Test func aMacroMayCallItselfHundredTimes() throws {
        let template =
            "{% macro m(n) %}{% if n %}{{ n }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(100) }}"
        #expect(try Environment().template(template).render().hasPrefix("10099"))
    }

    @Test func randomBytesNeverCrash() throws {
        var generator = SplitMix(state: 20_240_131)
        let pieces = [
            "{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "if", "for", "in", "endif", "endfor",
            "set",
            "macro", "endmacro", "raw", "endraw", "x", "1", "'", "\"", "(", ")", "[", "]", "|",
            "upper", "is", "not", " ", "\n", ".", ",", "=", "~", "*", "**", "\\", "é", "\u{0}", "%",
            "{", "}", "call", "block", "b", "loop", "recursive", "else", "5e", "0x", "1_",
        ]
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...14, using: &generator) {
                text += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }
            _ = failure(text) { $0.iterations = 1_000 }
        }
    }
}

/// Random numbers that are the same at each run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
