import Jinja
import Testing

@Suite struct StaticCalls {
    private func calls(_ template: String, _ names: Set<String>? = nil) throws -> [StaticCall] {
        try Environment().template(template).calls(of: names)
    }

    @Test func callsAreFoundWithTheirLiteralArguments() throws {
        let found = try calls(
            """
            {{ config(materialized='table', tags=['a', 'b'], meta={'x': -1}) }}
            select * from {{ ref('orders') }} join {{ source('raw', 'people') }}
            """, ["ref", "source", "config"])
        #expect(found.map(\.name) == ["config", "ref", "source"])
        #expect(found[0].named.map(\.name) == ["materialized", "tags", "meta"])
        #expect(found[0].named[1].value == ["a", "b"])
        #expect(found[0].named[2].value == ["x": -1])
        #expect(found[2].positional == ["raw", "people"])
        #expect(found[1].line == 2)
        #expect(found[1].column == 18)
        #expect(found.allSatisfy { $0.isLiteral && $0.isUnconditional })
    }

    @Test func callsAreFoundWhereverTheyStand() throws {
        let found = try calls(
            """
            {% set a = ref('a') %}{% if ref('b') %}{{ ref('c') }}{% elif ref('d') %}{% endif %}
            {% for x in [ref('e')] %}{{ ref('f') }}{% endfor %}{{ [1]|map(ref('g')) }}
            {% macro m(x=ref('h')) %}{{ ref('i') }}{% endmacro %}{% do f(ref('j').k) %}
            {% call f(ref('k')) %}{{ ref('l') }}{% endcall %}{{ x if y else ref('m') }}
            {% set z | f(ref('o')) %}{{ ref('n') }}{% endset %}{{ {'q': ref('p')}[ref('q')] }}
            """, ["ref"])
        #expect(
            found.map { $0.positional[0]?.string }.compactMap { $0 }.joined()
                == "abcdefghijklmnopq")
        let sure = found.filter(\.isUnconditional).compactMap { $0.positional[0]?.string }
        #expect(sure.joined() == "abegjknopq")
    }

    @Test func whatIsNoLiteralIsToldApart() throws {
        let found = try calls(
            "{{ ref(name) }}{{ ref('a' ~ 'b') }}{{ ref(*x) }}{{ ref('p', 'm', v=n) }}", ["ref"])
        #expect(found.map(\.isLiteral) == [false, false, false, false])
        #expect(found[3].positional == ["p", "m"])
    }

    @Test func dottedNamesAreNamesToo() throws {
        let found = try calls(
            "{{ adapter.dispatch('x', 'dbt')(1) }}{{ a.b.c() }}{{ 'x'.upper() }}")
        #expect(found.map(\.name).sorted() == ["a.b.c", "adapter.dispatch"])
    }
}
