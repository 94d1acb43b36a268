import JSON
import Settings
import Testing

@testable import Endpoints

@Suite("How endpoints are declared")
struct EndpointDeclarationTests {
    private func read(_ queries: String) throws -> [DeclaredEndpoint] {
        let indented = queries.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "    " + $0 }.joined(separator: "\n")
        let text = "endpoints:\n  database: postgres://x@127.0.0.1/x\n  queries:\n\(indented)\n"
        return try EndpointConfiguration(
            try SettingsFile(text: text, sections: ["endpoints"], environment: [:])
        ).endpoints
    }

    private func refusal(_ queries: String) -> String {
        do {
            _ = try read(queries)
            return "it was taken"
        } catch { return String(describing: error) }
    }

    @Test("parameters of every type have their schema, and values that do not fit are refused")
    func types() throws {
        let endpoint = try #require(
            try read(
                """
                all:
                  sql: "SELECT :t, :i, :n, :b, :d, :m, :u, :c, :l, :v"
                  parameters:
                    t: {type: text, max_length: 5, required: true}
                    i: {type: integer, min: 1, max: 50, default: 10}
                    n: {type: number, min: 0, max: 1}
                    b: {type: boolean}
                    d: {type: date}
                    m: {type: time}
                    u: {type: uuid}
                    c: {type: choice, values: [up, down]}
                    l: {type: texts, max_items: 2}
                    v: {type: vector, dimensions: 3}
                """
            ).first)
        let uuid = "00000000-0000-5000-8000-000000000001"
        let values = try endpoint.values([
            "t": "abc", "n": 0.5, "b": true, "d": "2028-02-29", "m": "2026-03-02T09:00:00+01:00",
            "u": .string(uuid), "c": "up", "l": ["a", "'; DROP TABLE x"], "v": [1, 2.5, -3],
        ])
        #expect(
            values == [
                "t": "abc", "i": "10", "n": "0.5", "b": "true", "d": "2028-02-29",
                "m": "2026-03-02T09:00:00+01:00", "u": uuid, "c": "up",
                "l": #"["a","'; DROP TABLE x"]"#, "v": "[1.0,2.5,-3.0]",
            ])
        let wrong: [(String, JSON)] = [
            ("t", "abcdef"), ("t", 5), ("t", "a\u{0}b"), ("i", 0), ("i", 51), ("i", "10"),
            ("i", 1.5), ("n", 1.01), ("n", "x"), ("b", "true"), ("b", 1), ("d", "2027-02-29"),
            ("d", "2026-13-01"), ("d", "yesterday"), ("m", "2026-03-02"),
            ("m", "2026-03-02T25:00:00Z"), ("m", "2026-03-02T09:00:00"), ("u", "1"),
            ("c", "left"), ("l", ["a", "b", "c"]), ("l", [1]), ("l", "a"), ("v", [1, 2]),
            ("v", [1, 2, 3, 4]), ("v", [1, 2, "3"]), ("v", [1, 2, 1e300]), ("nobody", 1),
        ]
        for (name, value) in wrong {
            var given: JSON.Object = ["t": "abc"]
            given[name] = value
            let error = #expect(throws: EndpointError.self) { try endpoint.values(given) }
            #expect(error?.code == .badParameter && error?.parameter == name, "\(name) \(value)")
        }
        #expect(throws: EndpointError.self) { try endpoint.values([:]) }
        let nul = #expect(throws: EndpointError.self) { try endpoint.values(["t": "a\u{0}b"]) }
        #expect(nul.map { "\($0)".contains("NUL") } == true)
    }

    @Test("colons that are no parameters stay as they are, and so do strings and comments")
    func placeholders() throws {
        let statement = try EndpointStatement(
            """
            -- :no
            SELECT ':no', a::text, $tag$ :no $tag$, "b:no", x[1 : 2], :yes /* :no */, :yes;
            """, name: "x")
        #expect(statement.names == ["yes", "yes"])
    }

    @Test(
        "what is no single statement that reads is refused by name",
        arguments: [
            "DELETE FROM events", "INSERT INTO a VALUES (1) RETURNING *", "UPDATE a SET b = 1",
            "SELECT 1; DROP TABLE events", "", "CREATE TABLE x (a int)", "EXPLAIN SELECT 1",
            "CALL x()", "DO 'x'", "SELECT $1", "SELECT 'open", "COPY a TO STDOUT",
        ])
    func statements(sql: String) {
        let told = refusal("search:\n  sql: \(JSON.string(sql).text())\n")
        #expect(told.contains("search"), "\(told)")
        #expect(told != "it was taken")
    }

    @Test("what is declared wrongly is refused with what is wrong")
    func declarations() {
        let cases = [
            ("a:\n  sql: 'SELECT :x'", "uses :x"),
            ("a:\n  sql: SELECT 1\n  parameters: {x: {type: text}}", "does not use it"),
            ("a:\n  sql: 'SELECT :x'\n  parameters: {x: {type: txt}}", "must be one of"),
            ("a:\n  sql: 'SELECT :x'\n  parameters: {x: {}}", "is missing"),
            ("a:\n  sql: 'SELECT :x'\n  parameters: {x: {type: vector}}", "how many numbers"),
            ("a:\n  sql: 'SELECT :x'\n  parameters: {x: {type: choice}}", "values"),
            (
                "a:\n  sql: 'SELECT :x'\n  parameters: {x: {type: integer, max: 5, default: 9}}",
                "default"
            ),
            (
                "a:\n  sql: 'SELECT :x'\n  parameters: {x: {type: integer, min: 5, max: 1}}",
                "below min"
            ),
            ("A b:\n  sql: SELECT 1", "no name"),
            ("a:\n  sqll: SELECT 1", "must be given"),
            ("a:\n  sql: SELECT 1\n  kache: 3s", "kache"),
            ("a:\n  file: nowhere.sql", "cannot be read"),
            ("a:\n  sql: SELECT 1\n  settings: {role: postgres}", "not a setting"),
            ("a:\n  sql: SELECT 1\n  settings: {transaction_read_only: off}", "not a setting"),
            ("a-b:\n  sql: SELECT 1\na_b:\n  sql: SELECT 1", "one name"),
            (
                "a:\n  sql: 'SELECT :v'\n  parameters: {v: {type: embedding, dimensions: 3, of: q}}",
                "no parameter of type text"
            ),
        ]
        for (text, wanted) in cases {
            let told = refusal(text)
            #expect(told.contains(wanted), "\(text): \(told)")
        }
    }
}
