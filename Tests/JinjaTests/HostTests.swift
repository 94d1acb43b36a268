import Jinja
import Testing

private func render(
    _ template: String, _ variables: [String: Value] = [:]
) throws -> String {
    try Environment().template(template).render(variables)
}

/// What a host may offer: attributes, items, methods, a text of its own.
private final class Relation: JinjaObject {
    let schema: String
    let identifier: String

    init(_ schema: String, _ identifier: String) {
        self.schema = schema
        self.identifier = identifier
    }

    func attribute(_ name: String) -> Value? {
        switch name {
        case "schema": .string(schema)
        case "identifier": .string(identifier)
        case "include":
            .function("include") { [self] (arguments) throws(JinjaError) in
                try arguments.bool("schema", at: 0) == false ? .string(identifier) : .object(self)
            }
        default: nil
        }
    }

    func item(_ key: Value) -> Value? { key == "answer" ? 42 : nil }
    func text() -> String { "\"\(schema)\".\"\(identifier)\"" }
    func isEqual(to other: Value) -> Bool {
        (other.object as? Relation)?.text() == text()
    }
}

@Suite struct HostObjects {
    private let variables: [String: Value] = [
        "this": .object(Relation("main", "orders")),
        "other": .object(Relation("main", "orders")),
        "greet": .function("greet") { (arguments) throws(JinjaError) in
            let name = try arguments.required("name", at: 0).text()
            return .string("hello \(name)" + (try arguments.string("mark", at: 1) ?? "."))
        },
    ]

    @Test(arguments: [
        ("{{ this }}", "\"main\".\"orders\""),
        ("{{ this.schema }}.{{ this['identifier'] }}", "main.orders"),
        ("{{ this.answer }}{{ this['answer'] }}", "4242"),
        ("{{ this.include(schema=false) }}", "orders"),
        ("{{ this.include() }}", "\"main\".\"orders\""),
        ("{{ [this] }}", "[\"main\".\"orders\"]"),
        ("{{ this == other }}{{ this in [other] }}{{ this == 'x' }}", "TrueTrueFalse"),
        ("{{ this.nope is defined }}{{ this is defined }}", "FalseTrue"),
        ("{{ 'yes' if this }}", "yes"),
        ("{{ greet('Ada') }}{{ greet(name='Bob', mark='!') }}", "hello Ada.hello Bob!"),
        ("{{ ['a', 'b']|map('upper')|map('default', 1)|join(greet('x')) }}", "Ahello x.B"),
        ("{{ greet is callable }}{{ this is callable }}", "TrueFalse"),
    ])
    func objectsAndFunctionsAreSeenByTemplates(template: String, expected: String) throws {
        #expect(try render(template, variables) == expected)
    }

    @Test(arguments: [
        ("{{ this.nope() }}", JinjaError.Code.attribute),
        ("{{ this() }}", .type),
        ("{{ greet() }}", .argument),
        ("{{ greet('a', name='b') }}", .argument),
        ("{{ greet('a', 5) }}", .type),
        ("{{ this.nope.more }}", .undefined),
        ("{{ this + 1 }}", .type),
        ("{% for x in this %}{% endfor %}", .type),
        ("{{ this|tojson }}", .type),
    ])
    func misuseIsAnErrorWithItsKind(template: String, code: JinjaError.Code) {
        let error = #expect(throws: JinjaError.self) { try render(template, variables) }
        #expect(error?.code == code)
        #expect(error?.line == 1)
    }

    @Test func anErrorOfTheHostKeepsItsCauseAndGetsAPlace() {
        struct Cause: Error {}
        let fails = Value.function("fails") { (_) throws(JinjaError) in
            throw JinjaError(.host, "no such model", underlying: Cause())
        }
        let error = #expect(throws: JinjaError.self) {
            try Environment().template("a\nb {{ fails() }}", name: "models/x.sql")
                .render(["fails": fails])
        }
        #expect(error?.description == "models/x.sql:2:6: no such model")
        #expect(error?.underlying is Cause)
    }

    @Test func aFunctionSeesTheRenderingThatCallsIt() throws {
        let ask = Value.function("ask") { (arguments) throws(JinjaError) in
            let name = try arguments.required("name", at: 0).text()
            return arguments.rendering?.lookup(name) ?? .none
        }
        #expect(try render("{{ ask('other') }}", ["ask": ask, "other": 5]) == "5")
    }

    @Test func valuesFromSwiftAreSharedByReference() throws {
        let list = List([1])
        let dict = Dict(["a": 1])
        _ = try render(
            "{% do list.append(2) %}{% do dict.update(b=2) %}",
            ["list": .list(list), "dict": .dict(dict)])
        #expect(list.elements == [1, 2])
        #expect(dict["b"] == 2)
    }

    @Test func oneContextServesManyRenderingsAtOnce() async throws {
        let shared = List()
        let context = Context(["shared": .list(shared)]) { name, _ in
            name.hasPrefix("lazy_") ? .string(name) : nil
        }
        let template = try Environment().template(
            "{% macro m(x) %}{{ x }}{{ lazy_a }}{% endmacro %}"
                + "{% for i in range(100) %}{% do shared.append(m(i)) %}{% endfor %}")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try template.render(in: context) } }
            try await group.waitForAll()
        }
        #expect(shared.count == 800)
    }
}
