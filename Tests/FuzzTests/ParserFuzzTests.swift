import DuckDB
import Foundation
import Jinja
import Pipeline
import Testing
import YAML

/// Changed texts end with a value or an error: no crash, no hang, no end of memory.
@Suite struct ParserFuzzTests {
    static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardized
    static let projects = checkout.appending(path: "Tests/Projects")

    /// Texts of the projects' files of some kinds.
    static func texts(_ endings: [String]) -> [String] {
        let files = FileManager.default.enumerator(at: projects, includingPropertiesForKeys: nil)
        return (files?.allObjects as? [URL] ?? []).sorted { $0.path < $1.path }
            .filter { endings.contains($0.pathExtension) }
            .compactMap { try? String(contentsOf: $0, encoding: .utf8) }
    }

    static let yamlTokens = [
        "- ", ": ", "? ", "[", "]", "{", "}", ",", "\n", "\n  ", "\t", "&a ", "*a", "<<: *a", "|\n",
        ">-\n", "'", "\"", "#", "!!python/object ", "!!binary ", "---\n", "...\n", "%YAML 1.1\n",
        "~", "yes", "0x1f", "1:30", ".inf", "{{ x }}", "\u{0}", "\u{85}", "\u{feff}",
    ]
    static let jinjaTokens = [
        "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", " if ", " else ", " for i in ", " in ",
        "{% if x %}", "{% endif %}", "{% for i in range(9) %}", "{% endfor %}", "{% macro m() %}",
        "{% endmacro %}", "{% set x = ", "{% endset %}", "{% raw %}", "{% endraw %}",
        "{% call m() %}",
        "{% endcall %}", "{% do ", "{% filter upper %}", "{% endfilter %}", "|", "(", ")", "[", "]",
        ".", ",", "'", "\"", "~", "**", "//", " is ", " not ", "x", "m()", "loop.index",
        "range(99999)",
        "'a' * 9999", "|format(1)", "|join(x)", "|tojson", "\\", "\n",
    ]

    @Test func changedYAMLIsReadOrRefused() {
        Fuzz("yaml", count: 4000).run(
            texts: Self.texts(["yml", "yaml"]), tokens: Self.yamlTokens
        ) { text in
            let documents = try YAML.parseAll(text)
            for document in documents { _ = YAML.emit(document) }
        }
    }

    @Test func changedTemplatesAreRenderedOrRefused() throws {
        var options = Environment.Options()
        options.limits.iterations = 20_000
        options.limits.bytes = 1 << 20
        options.limits.totalBytes = 16 << 20
        let environment = Environment(options: options)
        let own = [
            "{% for k, v in {'a': [1, 2]}.items() %}{{ k }}{{ v | sum }}{% else %}none{% endfor %}",
            "{% macro m(a, b=2) %}{{ a }}{{ b }}{{ varargs }}{{ caller() if caller }}{% endmacro %}"
                + "{% call m(1, b=x) %}in{% endcall %}{{ m(*[1, 2], **{'c': 3}) }}",
            "{% set ns = namespace(n=0) %}{% for i in range(5) %}{% set ns.n = ns.n + i %}"
                + "{% endfor %}{{ ns.n }}{{ '%05.2f' | format(3.14159) }}{{ [3, 1] | sort | join }}",
            "{{ x.y.z | default('none') }}{{ (1, 2)[::-1] }}{{ 'abc'[1:] ~ 1 // 2 ** 3 }}",
        ]
        Fuzz("jinja", count: 4000).run(
            texts: Self.texts(["sql", "md"]) + own, tokens: Self.jinjaTokens
        ) { text in
            _ = try environment.template(text).render(["x": .int(3), "var": .string("v")])
        }
    }

    @Test(arguments: ["bakery", "clinic", "observatory"])
    func changedProjectsAreReadOrRefused(project: String) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "fuzz-\(project)-\(UUID().uuidString)")
        try FileManager.default.copyItem(
            at: Self.projects.appending(path: project), to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files =
            (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
            .allObjects as? [URL] ?? [])
            .filter { ["yml", "sql", "csv", "md"].contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
        let connection = try Database(path: nil).connect()
        var place = 0
        Fuzz("project-\(project)", count: 40).run(
            texts: try files.map { try String(contentsOf: $0, encoding: .utf8) },
            tokens: Self.yamlTokens + Self.jinjaTokens
        ) { text in
            // Any file may get a text that was another's.
            let file = files[place % files.count]
            place += 1
            let original = try Data(contentsOf: file)
            defer { try? original.write(to: file) }
            try Data(text.utf8).write(to: file)
            let profile = try Profile.load(
                directory: folder, name: project, target: nil, environment: [:],
                machine: .current)
            let read = try Project.load(
                directory: folder, options: LoadOptions(profile: profile))
            _ = try Runner(project: read, profile: profile, connection: connection)
                .compile(select: ["resource_type:model"])
        }
    }
}
