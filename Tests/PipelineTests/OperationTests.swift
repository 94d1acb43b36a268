import DuckDB
import Jinja
import Testing

@testable import Pipeline

/// Macros that are called by themselves.
@Suite struct OperationTests {
    private let project: TestProject

    init() throws {
        project = try TestProject([
            "macros/notes.sql": """
            {% macro note(text, word='') %}
                {% call statement('one', fetch_result=true) %}select 1 as n{% endcall %}
                {% do run_query("insert into notes values ('" ~ text ~ "')") %}
                {% if word %}{% do run_query(word) %}{% endif %}
            {% endmacro %}
            {% macro plain(text) %}
                {% call statement('one', fetch_result=true, auto_begin=false) %}select 1{% endcall %}
                {% do run_query("insert into notes values ('" ~ text ~ "')") %}
            {% endmacro %}
            {% macro looks(word='') %}
                {% set found = adapter.get_relation(target.database, target.schema, 'notes') %}
                {% do run_query("insert into notes values ('looked')") %}
                {% if word == 'schema' %}
                    {% do adapter.create_schema(api.Relation.create(
                        database=target.database, schema='made')) %}
                    {% do adapter.get_relation(target.database, target.schema, 'notes') %}
                    {% do run_query("insert into notes values ('known')") %}
                {% elif word %}{% do run_query(word) %}{% endif %}
            {% endmacro %}
            {% macro broken() %}{% do exceptions.raise_compiler_error('no') %}{% endmacro %}
            """
        ])
        try project.connection.execute("create table notes (text varchar)")
    }

    @Test func whatAStatementBeganIsKeptWhenItIsCommitted() throws {
        let runner = try project.runner()
        #expect(try runner.runOperation("note", arguments: ["text": "lost"]).succeeded)
        #expect(try project.rows("from notes") == [])
        let kept = ["text": "kept", "word": "commit"] as [String: Jinja.Value]
        #expect(try runner.runOperation("note", arguments: kept).succeeded)
        #expect(try runner.runOperation("plain", arguments: ["text": "plain"]).succeeded)
        #expect(try project.rows("from notes") == [["kept"], ["plain"]])
    }

    /// As in dbt, which asks for the relations of a schema by a statement that begins a transaction,
    /// and remembers them. A schema that is made is kept, with what came before it.
    @Test func whoLooksIntoTheDatabaseHasToCommit() throws {
        let runner = try project.runner()
        #expect(try runner.runOperation("looks").succeeded)
        #expect(try project.rows("from notes") == [])
        #expect(try runner.runOperation("looks", arguments: ["word": "commit"]).succeeded)
        #expect(try project.rows("from notes") == [["looked"]])
        #expect(try runner.runOperation("looks", arguments: ["word": "schema"]).succeeded)
        #expect(try project.rows("from notes") == [["looked"], ["looked"], ["known"]])
    }

    @Test func aMacroThatFailsIsAResultWithItsError() throws {
        let report = try project.runner().runOperation("broken")
        let result = try #require(report.results.first)
        #expect(result.id == "macro.shop.broken")
        #expect(result.status == .error)
        #expect(result.failures == 1)
        #expect(result.error?.message.contains("no") == true)
    }
}
