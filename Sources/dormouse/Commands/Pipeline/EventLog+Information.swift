import Foundation
import JSON
import Pipeline

/// What dbt calls `node_info`, and `cfg` of a snapshot.
extension EventLog {
    func information(
        of node: Node, status: String, started: Date?, finished: Date? = nil
    ) -> JSON {
        let facts = project.flatMap { try? Manifest($0).json(.node(node)) }
        let isPlaced = node.unitTest == nil
        return information(
            node.id, type: node.kind.rawValue,
            materialized: isPlaced ? node.materializationName : "",
            path: facts?["path"] ?? .string(node.path), name: .string(node.name),
            meta: facts?["config"]?["meta"], checksum: facts?["checksum"]?["checksum"],
            relation: [
                .string(isPlaced ? node.relation.database ?? "" : ""),
                facts?["schema"] ?? .string(node.relation.schema ?? ""),
                .string(isPlaced ? node.relation.identifier ?? node.name : ""),
                .string(facts?["relation_name"]?.string ?? ""),
            ], status: status, started: started, finished: finished)
    }

    func information(ofHook result: NodeResult) -> JSON {
        information(
            ofHook: result.id, status: result.status.rawValue,
            started: result.timing.compile?.started, finished: Date())
    }

    func information(
        ofHook id: String, status: String, started: Date?, finished: Date? = nil
    ) -> JSON {
        let facts = project.flatMap { Manifest($0).json(hook: id) }
        return information(
            id, type: "operation", materialized: "view", path: facts?["path"],
            name: facts?["name"], meta: facts?["config"]?["meta"],
            checksum: facts?["checksum"]?["checksum"],
            relation: [facts?["database"], facts?["schema"], facts?["alias"], nil],
            status: status, started: started, finished: finished)
    }

    func information(
        of source: Source, status: String, started: Date?, finished: Date? = nil
    ) -> JSON {
        information(
            source.id, type: "source", path: .string(source.file), name: .string(source.name),
            relation: [
                .string(source.relation.database ?? ""), .string(source.relation.schema ?? ""),
                nil, .string(source.relation.sql),
            ], status: status, started: started, finished: finished)
    }

    /// Of what is built by nobody.
    func information(
        of consumer: Resource, status: String, started: Date?, finished: Date? = nil
    ) -> JSON {
        let facts = project.flatMap { try? Manifest($0).json(consumer) }
        return information(
            consumer.id, type: consumer.type, path: facts?["path"], name: .string(consumer.name),
            meta: facts?["config"]?["meta"], status: status, started: started, finished: finished)
    }

    /// - Parameter relation: its database, its schema, its alias and how SQL names it.
    private func information(
        _ id: String, type: String, materialized: String = "", path: JSON?, name: JSON?,
        meta: JSON? = nil, checksum: JSON? = nil, relation: [JSON?] = [nil, nil, nil, nil],
        status: String, started: Date?, finished: Date?
    ) -> JSON {
        let parts = zip(["database", "schema", "alias", "relation_name"], relation)
        return [
            "node_path": path ?? "", "node_name": name ?? "", "unique_id": .string(id),
            "resource_type": .string(type), "materialized": .string(materialized),
            "node_status": .string(status),
            "node_started_at": .string(started.map(Self.text) ?? ""),
            "node_finished_at": .string(finished.map(Self.text) ?? ""), "meta": meta ?? [:],
            "node_relation": .object(JSON.Object(parts.map { ($0, $1 ?? "") })),
            "node_checksum": checksum ?? "",
        ]
    }

    /// The group of a node, or of what a test is attached to, with its owner.
    func group(of node: Node) -> JSON? {
        let member = node.test.flatMap { project?.node($0.attachedTo) } ?? node
        guard let project, let facts = try? Manifest(project).json(.node(member)),
            let name = facts["group"]?.string,
            let group = project.groups.first(where: {
                $0.name == name && $0.package == member.package
            })
        else { return nil }
        return [
            "name": .string(name), "package_name": .string(group.package),
            "owner": Manifest(project).json(group)["owner"] ?? [:],
        ]
    }

    /// The configuration of a snapshot, as texts.
    func configuration(of node: Node) -> JSON {
        let facts = project.flatMap { try? Manifest($0).json(.node(node)) }
        var texts: JSON.Object = [:]
        if case .object(let configs)? = facts?["config"] {
            for entry in configs.entries where entry.value != .null {
                texts[entry.key] = .string(
                    entry.value.string ?? Self.python(entry.value.withoutNulls))
            }
        }
        return .object(texts)
    }

    /// As Python prints it.
    private static func python(_ value: JSON) -> String {
        switch value {
        case .null: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .string(let text): "'\(text)'"
        case .array(let items): "[" + items.map(python).joined(separator: ", ") + "]"
        case .object(let object):
            "{"
                + object.entries.map { "'\($0.key)': \(python($0.value))" }
                .joined(separator: ", ") + "}"
        default: value.text()
        }
    }
}

extension JSON {
    /// Without keys that have no value, at any depth.
    fileprivate var withoutNulls: JSON {
        switch self {
        case .object(let object):
            .object(
                Object(
                    object.entries.filter { $0.value != .null }.map {
                        ($0.key, $0.value.withoutNulls)
                    }))
        case .array(let items): .array(items.map(\.withoutNulls))
        default: self
        }
    }
}
