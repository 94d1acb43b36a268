internal import Foundation
internal import Jinja
internal import Synchronization

/// Finds a node's dependencies and configuration by rendering it without a database, and names
/// its relation.
struct NodeParser {
    let session: Session

    /// Renders the template for what it tells.
    func parse(
        _ node: inout Node, _ template: Template, _ trees: ConfigurationTrees
    ) throws(PipelineError) -> [Reference] {
        let scope = RenderScope(session: session, subject: Subject(draft: node), mode: .parse)
        defer { scope.finish() }
        _ = try scope.render(template)
        var (told, references) = scope.state.withLock { ($0.configuration, $0.references) }
        node.configuration.add(told.values)
        for (key, value) in told.values {
            node.unrendered[key] = value.string == nil ? .string(value.pythonText) : value
        }
        trees.override(&node.configuration, for: node.fqn)
        // What hooks use must be there before the node runs, too.
        let hooks = try Self.hooks(of: node)
        for hook in hooks.before + hooks.after {
            _ = try scope.render(hook.sql, name: node.file)
        }
        (told, references) = scope.state.withLock { ($0.configuration, $0.references) }
        for (_, target) in node.constraintTargets.sorted(by: { $0.key < $1.key }) {
            references.append(Reference(target: target, file: node.file, line: nil))
        }
        return references
    }

    /// Settles what follows from the complete configuration: tags, kind, relation.
    func complete(_ node: inout Node) throws(PipelineError) {
        let configuration = node.configuration
        node.tags = unique(configuration.texts("tags"))
        node.hooks = try Self.hooks(of: node)
        if node.kind == .model, let name = configuration.text("materialized") {
            let known = Materialization(rawValue: name)
            if let known, Self.materializations.contains(known) {
                node.materialization = known
            } else {
                node.materialization = .table
                node.foreignMaterialization = name
            }
        }
        try ConfigurationChecks.check(node, macros: session.macros)
        node.relation = try relation(of: node, identifier: node.versionedName)
        if node.kind == .snapshot {
            // Snapshots may say where they go without asking the naming macros.
            if let schema = try configuration.string("target_schema") {
                node.relation.schema = schema
            }
            if let database = try configuration.string("target_database") {
                node.relation.database = database
            }
        }
    }

    /// What models can be.
    static let materializations: [Materialization] = [
        .view, .table, .incremental, .ephemeral, .external, .tableFunction,
    ]

    private static func hooks(
        of node: Node
    ) throws(PipelineError) -> (before: [Hook], after: [Hook]) {
        // Of tests they are configs like any other.
        if node.isTest { return ([], []) }
        return (
            try Hook.list(node.configuration["pre-hook"], key: "pre-hook"),
            try Hook.list(node.configuration["post-hook"], key: "post-hook")
        )
    }

    /// Where the node goes, by the naming macros; native where the project has not changed them.
    ///
    /// - Parameter identifier: its identifier where no config names one; nil takes the name.
    func relation(
        of node: Node, identifier: String? = nil
    ) throws(PipelineError) -> Relation {
        let profile = session.profile
        let wanted = (
            database: node.configuration.text("database"),
            schema: node.configuration.text("schema")
                ?? (node.kind == .test ? "dbt_test__audit" : nil),
            alias: node.configuration.text("alias") ?? identifier
        )
        var names = Relation(
            database: wanted.database.map(trimmed) ?? profile.database,
            schema: wanted.schema.map { "\(profile.schema)_\(trimmed($0))" } ?? profile.schema,
            identifier: wanted.alias.map(trimmed) ?? node.name)
        let overridden = ["generate_database_name", "generate_schema_name", "generate_alias_name"]
            .filter { session.macros.isReplaced($0, for: node.package) }
        if overridden.isEmpty { return names }
        let scope = RenderScope(session: session, subject: Subject(draft: node), mode: .parse)
        defer { scope.finish() }
        for macro in overridden {
            guard let entry = session.macros.find(macro, for: node.package) else { continue }
            let custom =
                switch macro {
                case "generate_database_name": wanted.database
                case "generate_schema_name": wanted.schema
                default: wanted.alias
                }
            let name = trimmed(try scope.call(entry, [Value(custom), node.facts]))
            if name.isEmpty || name == "None" {
                throw PipelineError(
                    .configuration, "the macro '\(macro)' gave no name for '\(node.name)'",
                    file: entry.file, line: entry.line)
            }
            switch macro {
            case "generate_database_name": names.database = name
            case "generate_schema_name": names.schema = name
            default: names.identifier = name
            }
        }
        return names
    }

    private func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension Subject {
    /// A node that is being read: what it may lead to is not known yet.
    init(draft node: Node) {
        self.init(node: node)
        parents = nil
        materialization = nil
    }
}
