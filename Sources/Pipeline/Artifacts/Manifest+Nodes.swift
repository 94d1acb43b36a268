internal import Foundation
internal import Jinja

internal import enum JSON.JSON

extension Manifest {
    func json(_ node: Node) throws(PipelineError) -> JSON {
        if let test = node.unitTest { return json(node, test) }
        let relation = node.relation
        let config = configuration(of: node)
        var json: JSON.Object = [
            "database": JSON(relation.database), "schema": JSON(schema(of: node)),
            "name": .string(node.name), "resource_type": .string(node.kind.rawValue),
            "package_name": .string(node.package), "path": .string(resourcePath(of: node)),
            "original_file_path": .string(node.path), "unique_id": .string(node.id),
            "fqn": JSON(node.fqn), "alias": JSON(relation.identifier),
            "checksum": try checksum(of: node), "config": .object(config),
            "tags": JSON(node.tags), "description": .string(node.description),
            "columns": columns(node.columns), "meta": config["meta"] ?? .empty,
            "group": config["group"] ?? .null, "docs": config["docs"] ?? Self.docsDefault,
            "patch_path": node.kind == .test
                ? .null : JSON(node.patchFile.map { "\(node.package)://\($0)" }),
            "build_path": .null, "unrendered_config": written(node.unrendered),
            "created_at": .double(createdAt),
            "relation_name": JSON(hasRelation(node) ? relation.sql : nil),
            "raw_code": .string(Engine.trimmed(node.code)), "doc_blocks": .array([]),
        ]
        if node.kind == .seed {
            json["root_path"] = .string(project.directory.path)
            json["depends_on"] = ["macros": []]
            return .object(json)
        }
        addCode(of: node, to: &json)
        if node.kind == .model { addModel(node, to: &json) }
        if let test = node.test { addTest(test, node, to: &json) }
        if node.kind == .function { addSignature(node.signature ?? .init(), to: &json) }
        return .object(json)
    }

    /// Tests keep what they find in a schema of their own.
    private func schema(of node: Node) -> String? {
        guard node.kind == .test, let schema = node.relation.schema,
            schema == project.options.profile.schema
        else { return node.relation.schema }
        return schema + "_dbt_test__audit"
    }

    /// Whether there is a table or view for it.
    private func hasRelation(_ node: Node) -> Bool {
        if node.kind == .function { return true }
        switch node.materialization {
        case .ephemeral, .none: return false
        case .test:
            let stored = node.configuration["store_failures"]?.bool == true
            let kind = node.configuration["store_failures_as"]?.string
            return stored || kind == "table" || kind == "view"
        default: return true
        }
    }

    /// The path below the folder of its kind; a generic test's own file.
    private func resourcePath(of node: Node) -> String {
        if node.test != nil { return "\(node.relation.identifier ?? node.name).sql" }
        let package = project.packages.first { $0.name == node.package }
        let file = package?.file ?? project.file
        let folders: [String] =
            switch node.kind {
            case .model: file.modelPaths
            case .seed: file.seedPaths
            case .snapshot: file.snapshotPaths
            case .test, .unitTest: file.testPaths
            case .analysis, .operation: file.analysisPaths
            case .function: file.functionPaths
            }
        let folder = folders.filter { node.path.hasPrefix($0 + "/") }.max { $0.count < $1.count }
        let path = folder.map { String(node.path.dropFirst($0.count + 1)) } ?? node.path
        if node.kind == .snapshot, !path.hasSuffix(".sql") { return "\(node.name).sql" }
        return node.kind == .analysis ? "analysis/\(path)" : path
    }

    private func checksum(of node: Node) throws(PipelineError) -> JSON {
        if node.test != nil { return ["name": "none", "checksum": ""] }
        if node.kind == .seed, project.isLarge(node) {
            // dbt tells large seeds by where they lie.
            return ["name": "path", "checksum": .string(node.path)]
        }
        return ["name": "sha256", "checksum": .string(try project.checksum(of: node))]
    }

    private func addCode(of node: Node, to json: inout JSON.Object) {
        json["language"] = .string(node.language)
        json["refs"] = .array(
            node.uses.compactMap(\.json))
        json["sources"] = .array(
            node.uses.compactMap { use in
                guard case .source(let group, let table) = use else { return nil }
                return JSON([group, table])
            })
        json["metrics"] = []
        json["functions"] = .array(
            node.uses.compactMap { use in
                guard case .function(let name, let package) = use else { return nil }
                return JSON([package, name].compactMap(\.self))
            })
        json["depends_on"] = ["macros": JSON(macros(of: node)), "nodes": JSON(node.parents)]
        let sql = compiled[node.id]
        json["compiled_path"] = JSON(
            sql == nil ? nil : "\(project.file.targetPath)/compiled/\(node.compiledPath)")
        if let sql {
            json["compiled"] = true
            json["compiled_code"] = .string(sql)
            json["extra_ctes_injected"] = true
            json["extra_ctes"] = []
        }
        let contract = node.configuration["contract"]?.dict
        json["contract"] = [
            "enforced": .bool(contract?["enforced"]?.bool ?? false),
            "alias_types": .bool(contract?["alias_types"]?.bool ?? true), "checksum": nil,
        ]
    }

    private func addSignature(_ signature: FunctionSignature, to json: inout JSON.Object) {
        json["access"] = "protected"
        json["returns"] = [
            "data_type": .string(signature.returns),
            "description": JSON(signature.returnsDescription),
        ]
        json["arguments"] = .array(
            signature.arguments.map { argument in
                [
                    "name": .string(argument.name), "data_type": .string(argument.dataType),
                    "description": JSON(argument.description),
                    "default_value": JSON(argument.defaultValue),
                ]
            })
    }

    private func addModel(_ node: Node, to json: inout JSON.Object) {
        json["access"] = .string(node.access)
        json["constraints"] = .array(node.constraints.map(constraint))
        json["version"] = JSON(node.version?.value ?? Value.none)
        json["latest_version"] = JSON(node.version?.latest ?? Value.none)
        json["deprecation_date"] = JSON(node.deprecation?.text)
        json["primary_key"] = JSON(primaryKey(of: node))
        json["time_spine"] = .null
    }

    private func addTest(_ test: GenericTest, _ node: Node, to json: inout JSON.Object) {
        json["column_name"] = JSON(test.columnName)
        let resource = test.attachedTo.split(separator: ".").map(String.init)
        let section =
            switch resource.first {
            case "source": "sources"
            case "seed": "seeds"
            case "snapshot": "snapshots"
            default: "models"
            }
        let owner = resource.count > 2 ? resource[2] : ""
        json["file_key_name"] = .string("\(section).\(owner)")
        json["attached_node"] = resource.first == "source" ? .null : .string(test.attachedTo)
        var arguments = JSON.Object(
            test.arguments.filter { $0.name != "column_name" }.map { ($0.name, JSON($0.value)) })
        var kwargs = JSON.Object()
        if let column = test.columnName { kwargs["column_name"] = .string(column) }
        for entry in arguments.entries { kwargs[entry.key] = entry.value }
        kwargs["model"] = .string("{{ get_where_subquery(\(test.target.text)) }}")
        arguments = kwargs
        json["test_metadata"] = [
            "name": .string(test.name), "kwargs": .object(arguments),
            "namespace": JSON(test.namespace),
        ]
    }

    /// The macros that a node calls.
    private func macros(of node: Node) -> [String] {
        let uses = MacroUses(macros: project.session.macros)
        if let test = node.test {
            let name = "test_" + test.name
            let macros = project.session.macros
            let entry =
                test.namespace.flatMap { macros.find(name, in: $0) }
                ?? macros.find(name, for: node.package)
            var ids = entry.map { [MacroUses.id($0)] } ?? []
            // dbt knows without rendering what these two are made of.
            let isKnown = ["not_null", "unique"].contains(test.name) && test.namespace == nil
            if !isKnown || ids.first?.hasPrefix("macro.dbt.") != true {
                ids.append("macro.dbt.get_where_subquery")
            }
            return ids
        }
        return node.template.map { uses.ids(in: $0, of: node.package) } ?? []
    }

    // MARK: Columns

    func columns(_ columns: [ColumnProperties]) -> JSON {
        .object(JSON.Object(columns.map { ($0.name, column($0)) }))
    }

    private func column(_ column: ColumnProperties) -> JSON {
        let meta = JSON(column.meta)
        return [
            "name": .string(column.name), "description": .string(column.description),
            "meta": meta, "data_type": JSON(column.dataType),
            "constraints": .array(column.constraints.map(constraint)),
            "quote": column.quoted ? true : nil,
            "config": ["meta": meta, "tags": JSON(column.tags)], "tags": JSON(column.tags),
            "granularity": nil, "dimension": nil, "entity": nil, "doc_blocks": [],
        ]
    }

    private func constraint(_ constraint: Constraint) -> JSON {
        var json: JSON.Object = [
            "type": .string(constraint.kind.rawValue), "name": JSON(constraint.name),
            "expression": JSON(constraint.expression),
            "warn_unenforced": .bool(constraint.warnsUnenforced),
            "warn_unsupported": .bool(constraint.warnsUnsupported),
            "to": JSON(constraint.target), "to_columns": JSON(constraint.targetColumns),
        ]
        if !constraint.columns.isEmpty { json["columns"] = JSON(constraint.columns) }
        return .object(json)
    }

    /// The columns that make a row: those of the primary key, else those that tests say are
    /// unique and never NULL, else those that tests say are unique.
    func primaryKey(of node: Node) -> [String] {
        if let key = node.constraints.first(where: { $0.kind == .primaryKey }) {
            return key.columns
        }
        let keys = node.columns.filter { column in
            column.constraints.contains { $0.kind == .primaryKey }
        }
        if !keys.isEmpty { return keys.map(\.name) }
        guard let place = project.index.places[node.id] else { return [] }
        let tests = project.graph.children[place].compactMap { project.nodes[$0].test }
        func tested(_ name: String) -> [String] {
            tests.compactMap { test in
                test.attachedTo == node.id && test.name == name ? test.columnName : nil
            }
        }
        let unique = tested("unique")
        let present = Set(tested("not_null"))
        let both = unique.filter(present.contains)
        return (both.isEmpty ? unique : both).sorted()
    }
}

extension Use {
    /// A `ref` as artifacts have it; nil for a source.
    var json: JSON? {
        guard case .ref(let name, let package, let version) = self else { return nil }
        let number: JSON? = version.flatMap { text in
            Int(text).map { .int($0) } ?? Double(text).map { .double($0) } ?? .string(text)
        }
        return ["name": .string(name), "package": JSON(package), "version": number ?? .null]
    }
}
