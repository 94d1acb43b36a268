import Jinja
import Testing

@Test(arguments: [
    ("a\nb {{ x.y }}", "t:2:8: 'x' is undefined"),
    ("{{ 1 / 0 }}", "t:1:6: division by zero"),
    ("{{ 'é' ~ nope.x }}", "t:1:15: 'nope' is undefined"),
    ("{% if x %}", "t:1:11: the template ends where 'elif' or 'else' or 'endif' is expected"),
    ("{% endif %}", "t:1:1: 'endif' without the tag it belongs to"),
    ("{% nope %}", "t:1:1: unknown tag 'nope'"),
    ("{{ 1 + }}", "t:1:8: expected an expression, found '}}'"),
    ("{{ x", "t:1:1: the tag is not closed with '}}'"),
    ("{# x", "t:1:1: the comment is not closed with '#}'"),
    ("{% raw %}x", "t:1:1: '{% raw %}' is not closed with '{% endraw %}'"),
    ("{{ 'x }}", "t:1:4: the string is not closed"),
    ("{{ x|nope }}", "t:1:6: No filter named 'nope'."),
    ("{{ x is nope }}", "t:1:6: No test named 'nope'."),
    ("{{ (1 }}", "t:1:7: unexpected '}'"),
    (
        "{{ random|random }}",
        "t:1:11: random is refused: a rendering must give the same text each time"
    ),
    ("{% include 'x' %}", "t:1:1: there is no template 'x'"),
    ("{{ {}.a.b }}", "t:1:9: 'dict object' has no attribute 'a'"),
    ("{{ none.a.b }}", "t:1:11: None has no attribute 'a'"),
    ("\n\n  {% for a, b in [1] %}{% endfor %}", "t:3:3: 'int' object is not iterable"),
])
func errorsSayWhatIsWrongAndWhere(template: String, message: String) {
    let error = #expect(throws: JinjaError.self) {
        try Environment().template(template, name: "t").render()
    }
    #expect(error?.description == message)
}

@Test(arguments: [
    (Environment.UndefinedPolicy.lenient, "[{{ x }}]", "[]"),
    (.lenient, "{{ x.y }}", "an error"),
    (.chainable, "[{{ x.y.z }}{{ x['a'].b }}]", "[]"),
    (.chainable, "{{ x() }}", "an error"),
    (.strict, "[{{ x }}]", "an error"),
    (.strict, "{{ x is defined }}{{ x|default('d') }}", "Falsed"),
    (.strict, "{% if x %}{% endif %}", "an error"),
])
func undefinedValuesFollowThePolicy(
    policy: Environment.UndefinedPolicy, template: String, expected: String
) {
    var environment = Environment()
    environment.options.undefined = policy
    #expect((try? environment.template(template).render()) ?? "an error" == expected)
}

@Test func filtersTestsAndGlobalsCanBeAdded() throws {
    var environment = Environment()
    environment.filters["double"] = Callable("double") { (arguments) throws(JinjaError) in
        .string(try arguments.positional[0].text() + arguments.positional[0].text())
    }
    environment.tests["short"] = Callable("short") { (arguments) throws(JinjaError) in
        .bool(try arguments.positional[0].text().count < 3)
    }
    environment.globals["answer"] = 42
    let text = try environment.template(
        "{{ 'ab'|double }}{{ 'ab' is short }}{{ answer }}{{ ['x']|map('double')|first }}"
    ).render()
    #expect(text == "ababTrue42xx")
}

@Test(arguments: ["{% include 'a' %}", "{% import 'a' as b %}", "{% extends 'a' %}"])
func templatesThatNameThemselvesEnd(template: String) {
    var environment = Environment()
    environment.loader = Environment.loader(of: ["a": template])
    let error = #expect(throws: JinjaError.self) { try environment.template(template).render() }
    #expect(error?.code == .limit)
}
