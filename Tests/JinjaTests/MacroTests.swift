import Jinja
import Testing

@Suite struct Macros {
    private let file = """
        {% macro cents(column, scale=2) %}
        ({{ column }} / 100)::numeric(16, {{ scale }})
        {% endmacro %}
        {% macro pick(x) %}{{ return([x, x]) }} never {% endmacro %}
        {% macro outer(x) %}{% for i in [1, 2] %}{{ return(pick(x)) }}{% endfor %}{% endmacro %}
        {% macro uses_context() %}{{ target }}{{ cents('a')|trim }}{% endmacro %}
        """

    private func context(of template: Template) -> Context {
        Context(["target": "dev", "return": .callable(.macroReturn)]) { name, context in
            template.macro(name, in: context)
        }
    }

    /// As Jinja has it for those who come from Python, dbt's own `statement` among them.
    @Test func aColonMayStandBehindATagWithABody() throws {
        let text = """
            {% macro m(x): %}{% if x: %}a{% elif not x: %}b{% else: %}c{% endif %}{% endmacro %}\
            {%- for i in [1, 2]: %}{{ i }}{% else: %}none{% endfor %}{% set s: %}t{% endset %}\
            {% filter upper: %}u{% endfilter %}{{ m(1) }}{{ s }}\
            {% macro w(): %}<{{ caller() }}>{% endmacro %}{% call w(): %}v{% endcall %}
            """
        let rendered = try Environment().template(text).render(in: Context([:]))
        #expect(rendered == "12Uat<v>")
        #expect(throws: JinjaError.self) { try Environment().template("{{ 1: }}") }
    }

    @Test func macrosAreListedWithoutRendering() throws {
        let macros = try Environment().template(file).macros
        #expect(macros.map(\.name) == ["cents", "pick", "outer", "uses_context"])
        #expect(macros[0].parameters == ["column", "scale"])
        #expect(macros[0].requiredParameters == ["column"])
        #expect(macros[1].line == 4)
        #expect(
            macros[1].source == "{% macro pick(x) %}{{ return([x, x]) }} never {% endmacro %}")
    }

    @Test func aMacroIsBoundToAContextWithoutRunningItsFile() throws {
        let template = try Environment().template(file)
        let context = context(of: template)
        let call = try #require(template.macro("cents", in: context))
        #expect(
            try call.call(Arguments(["price"], named: [("scale", 3)])).string
                == "\n(price / 100)::numeric(16, 3)\n")
        #expect(
            try template.macro("uses_context", in: context)?.call().string
                == "dev(a / 100)::numeric(16, 2)")
        #expect(template.macro("nope", in: context) == nil)
    }

    @Test func returnGivesAValueInsteadOfText() throws {
        let template = try Environment().template(file)
        let context = context(of: template)
        let text = try Environment().template("{{ pick(3)[1] + 1 }}{{ outer('a')|join('-') }}")
            .render(in: context)
        #expect(text == "4a-a")
    }

    @Test func returnInACallBlockEndsTheMacroThatRunsIt() throws {
        let template = try Environment().template(
            "{% macro first(xs) %}{% for x in xs %}{{ caller(x) }}{% endfor %}none{% endmacro %}"
                + "{% call(x) first([1, 5, 9]) %}{% if x > 3 %}{{ return(x) }}{% endif %}"
                + "{% endcall %}")
        #expect(try template.render(["return": .callable(.macroReturn)]) == "5")
    }

    @Test func returnOutsideOfAMacroIsAnError() throws {
        let template = try Environment().template("{{ return(1) }}", name: "x")
        let error = #expect(throws: JinjaError.self) {
            try template.render(["return": .callable(.macroReturn)])
        }
        #expect(error?.code == .value)
    }

    @Test func aModuleHasWhatItsTemplateDefines() throws {
        let module = try Environment().template(
            "{% set answer = 42 %}{% set _hidden = 1 %}{% macro m(x) %}<{{ x }}{{ answer }}>"
                + "{% endmacro %}text"
        ).module()
        #expect(module.names == ["answer", "m"])
        #expect(module["answer"] == 42)
        #expect(module["_hidden"] == nil)
        #expect(module.output == "text")
        #expect(try module["m"]?.call(Arguments([1])).string == "<142>")
    }

    @Test func errorsInAMacroNameTheMacrosFile() throws {
        let environment = Environment()
        let macros = try environment.template(
            "\n{% macro m(x) %}\n  {{ x.y.z }}\n{% endmacro %}", name: "macros/m.sql")
        let context = Context { name, context in macros.macro(name, in: context) }
        let error = #expect(throws: JinjaError.self) {
            try environment.template("{{ m({}) }}", name: "models/a.sql").render(in: context)
        }
        #expect(error?.template == "macros/m.sql")
        #expect(error?.line == 3)
        #expect(error?.message == "'dict object' has no attribute 'y'")
    }

    @Test func tagsOfTheHostAreMacrosSectionsAndTexts() throws {
        var environment = Environment()
        environment.options.sectionTags = [
            "test": .macro(prefix: "test_"), "snapshot": .template, "docs": .text,
            "materialization": .template,
        ]
        let template = try environment.template(
            """
            {% test positive(model, column) %}select * from {{ model }} where {{ column }} < 0{% endtest %}
            {% snapshot orders %}{{ config(x=1) }}select {{ n }}{% endsnapshot %}
            {% materialization view, adapter='duckdb', default %}m{% endmaterialization %}
            {% docs orders %}
            Not {{ looked }} {% into %}
            {% enddocs %}
            """)
        #expect(template.macros.map(\.name) == ["test_positive"])
        #expect(template.sections.map(\.tag) == ["snapshot", "materialization", "docs"])
        #expect(template.sections.map(\.name) == ["orders", "view", "orders"])
        #expect(template.sections[0].source == "{{ config(x=1) }}select {{ n }}")
        #expect(template.sections[1].arguments == ["adapter": "duckdb", "default": true])
        #expect(template.sections[2].source == "\nNot {{ looked }} {% into %}\n")
        #expect(template.sections[2].line == 4)
        #expect(template.calls().isEmpty)
        #expect(template.calls(in: template.sections[0]).map(\.name) == ["config"])
        let context = Context([
            "n": 5, "config": .function("config") { (_) throws(JinjaError) in "" },
        ])
        let body = try #require(template.function(of: template.sections[0], in: context))
        #expect(try body.call().string == "select 5")
        #expect(
            try template.macro("test_positive", in: context)?.call(Arguments(["t", "c"])).string
                == "select * from t where c < 0")
        #expect(try template.render(in: context).filter { !$0.isWhitespace } == "")
    }
}
