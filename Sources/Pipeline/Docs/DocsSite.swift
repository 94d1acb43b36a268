public import Foundation
internal import Jinja

public import enum JSON.JSON

/// The documentation of a project as one page that needs nothing but itself: `index.html`.
public struct DocsSite: Sendable {
    let project: Project
    /// `catalog.json`.
    let catalog: JSON
    /// `run_results.json` of the last run, if there is one.
    let results: JSON?
    /// What nodes were compiled to, by id.
    let compiled: [String: String]

    public init(
        _ project: Project, catalog: JSON, results: JSON?, compiled: [String: String]
    ) {
        self.project = project
        self.catalog = catalog
        self.results = results
        self.compiled = compiled
    }

    /// The page.
    public func html(now: Date) -> String {
        // A text of the project must not end the element it stands in.
        let data = document(now: now).text().replacing("</", with: "<\\/")
            .replacing("<!--", with: "<\\!--")
        return Self.text(PackageResources.site_html)
            .replacing("/*STYLE*/", with: Self.text(PackageResources.site_css))
            .replacing("/*LINEAGE*/", with: Self.text(PackageResources.lineage_js))
            .replacing("/*SCRIPT*/", with: Self.text(PackageResources.site_js))
            .replacing("/*DATA*/", with: data)
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    // MARK: What the page shows

    private func document(now: Date) -> JSON {
        let runs = runs()
        let tests = tests(runs)
        var resources = project.nodes.filter { !$0.isTest }.map {
            json($0, runs, tests[$0.id] ?? [])
        }
        resources += project.sources.map { json($0, runs, tests[$0.id] ?? []) }
        resources += project.exposures.map(json)
        resources += macros()
        return [
            "project": .string(project.name),
            "target": .string(project.options.profile.target),
            "overview": JSON(overview), "writtenAt": .string(Self.day(now)),
            "testCount": .int(project.nodes.count(where: \.isTest)),
            "run": lastRun, "resources": .array(resources),
        ]
    }

    /// The docs block that dbt shows on its first page.
    private var overview: String? {
        project.session.docs.blocks.first {
            $0.name == "__overview__" || $0.name == "__\(project.name)__"
        }?.text
    }

    /// `2026-11-25 23:05 UTC`.
    private static func day(_ date: Date) -> String {
        let text = ArtifactMetadata.text(date)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }

    /// How each node ended, by id.
    private func runs() -> [String: JSON] {
        let at = results?["metadata"]?["generated_at"]?.string ?? ""
        var runs: [String: JSON] = [:]
        for result in results?["results"]?.array ?? [] {
            guard let id = result["unique_id"]?.string else { continue }
            runs[id] = [
                "status": result["status"] ?? .null,
                "seconds": result["execution_time"] ?? .null,
                "message": result["message"] ?? .null, "failures": result["failures"] ?? .null,
                "at": .string("\(at.prefix(10)) \(at.dropFirst(11).prefix(8)) UTC"),
            ]
        }
        return runs
    }

    private var lastRun: JSON {
        guard let results, let all = results["results"]?.array else { return .null }
        func count(_ statuses: Set<String>) -> JSON {
            .int(all.count { statuses.contains($0["status"]?.string ?? "") })
        }
        return [
            "command": results["args"]?["which"] ?? .null,
            "seconds": results["elapsed_time"] ?? .null,
            "passed": count(["success", "pass"]), "warned": count(["warn"]),
            "failed": count(["error", "fail", "runtime error"]), "skipped": count(["skipped"]),
        ]
    }

    /// The tests of each resource: of a generic test what it is attached to, of another what it
    /// reads.
    private func tests(_ runs: [String: JSON]) -> [String: [JSON]] {
        var tests: [String: [JSON]] = [:]
        for node in project.nodes where node.kind == .test {
            let test: JSON = [
                "name": .string(node.name), "short": .string(node.test?.name ?? node.name),
                "column": JSON(node.test?.columnName),
                "status": runs[node.id]?["status"] ?? .null,
                "failures": runs[node.id]?["failures"] ?? .null,
            ]
            for id in node.test.map({ [$0.attachedTo] }) ?? node.parents {
                tests[id, default: []].append(test)
            }
        }
        return tests
    }

    private func json(_ node: Node, _ runs: [String: JSON], _ tests: [JSON]) -> JSON {
        let configuration = node.configuration
        let hasRelation = node.materialization.makesRelation
        return [
            "id": .string(node.id), "name": .string(node.name),
            "type": .string(node.kind.rawValue), "package": .string(node.package),
            "path": .string(node.file), "folder": .string(folder(of: node)),
            "description": .string(node.description), "tags": JSON(node.tags),
            "materialized": .string(node.materializationName),
            "relation": JSON(hasRelation ? node.relation.sql.replacing("\"", with: "") : nil),
            "group": JSON(configuration["group"]),
            "owner": JSON(configuration["meta"]?.dict?["owner"]),
            "uniqueKey": JSON(
                (configuration["unique_key"]?.elements ?? [configuration["unique_key"] ?? .none])
                    .compactMap(\.string).joined(separator: ", ")),
            "meta": meta(configuration["meta"]),
            "columns": columns(node.columns, catalog["nodes"]?[node.id], tests),
            "tests": .array(tests), "parents": JSON(node.parents),
            "run": runs[node.id] ?? .null, "raw": .string(node.code),
            "compiled": JSON(compiled[node.id]),
        ]
    }

    private func folder(of node: Node) -> String {
        let folders = node.fqn.dropFirst().dropLast().joined(separator: "/")
        if node.package == project.name { return folders }
        return node.package + (folders.isEmpty ? "" : "/" + folders)
    }

    private func json(_ source: Source, _ runs: [String: JSON], _ tests: [JSON]) -> JSON {
        [
            "id": .string(source.id), "name": .string(source.name), "type": "source",
            "package": .string(source.package), "path": .string(source.file),
            "folder": .string(source.sourceName), "description": .string(source.description),
            "tags": JSON(source.tags),
            "relation": .string(source.relation.sql.replacing("\"", with: "")),
            "meta": meta(source.meta),
            "columns": columns(source.columns, catalog["sources"]?[source.id], tests),
            "tests": .array(tests), "parents": [], "run": runs[source.id] ?? .null,
        ]
    }

    private func json(_ exposure: Exposure) -> JSON {
        [
            "id": .string(exposure.id), "name": .string(exposure.label ?? exposure.name),
            "type": "exposure", "package": .string(exposure.package),
            "path": .string(exposure.file), "folder": "",
            "description": .string(exposure.description), "tags": JSON(exposure.tags),
            "exposureType": .string(exposure.type), "maturity": JSON(exposure.maturity),
            "url": JSON(exposure.url), "owner": JSON(exposure.owner.dict?["name"]),
            "meta": meta(exposure.meta), "parents": JSON(exposure.parents),
        ]
    }

    /// The project's own macros.
    private func macros() -> [JSON] {
        let own = project.session.macros.packages[project.name] ?? [:]
        return own.values.sorted { $0.name < $1.name }.map { entry in
            let macro = entry.template.macros.first { $0.name == entry.name }
            return [
                "id": .string(MacroUses.id(entry)), "name": .string(entry.name), "type": "macro",
                "package": .string(entry.package), "path": .string(entry.file), "folder": "",
                "description": "", "parents": [], "raw": JSON(macro?.source),
            ]
        }
    }

    /// Columns that are described, then those that only the database knows of.
    private func columns(
        _ described: [ColumnProperties], _ found: JSON?, _ tests: [JSON]
    ) -> JSON {
        let known = found?["columns"]?.object?.entries ?? []
        var columns: [JSON] = []
        var seen: Set<String> = []
        func add(_ name: String, _ description: String, _ type: String?) {
            guard seen.insert(name.lowercased()).inserted else { return }
            let own = tests.filter { $0["column"]?.string?.lowercased() == name.lowercased() }
            columns.append([
                "name": .string(name), "description": .string(description), "type": JSON(type),
                "tests": .array(own),
            ])
        }
        func type(_ name: String) -> String? {
            known.first { $0.key.lowercased() == name.lowercased() }?.value["type"]?.string
        }
        for column in described {
            add(column.name, column.description, type(column.name) ?? column.dataType)
        }
        for entry in known { add(entry.key, "", entry.value["type"]?.string) }
        return .array(columns)
    }

    private func meta(_ meta: Value?) -> JSON {
        .array(
            (meta?.dict?.entries ?? []).filter { $0.key.string != "owner" }.map { entry in
                JSON([entry.key.pythonText, entry.value.pythonText])
            })
    }
}
