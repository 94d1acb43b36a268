public import Foundation
import Hashing
internal import Jinja

public import enum JSON.JSON

/// `manifest.json` (version 12): everything that a project has, as other tools read it.
public struct Manifest: Sendable {
    let project: Project
    /// What nodes were compiled to, by id.
    var compiled: [String: String]
    let createdAt: Double

    /// The version of dbt that artifacts and logs name: the one this works like.
    public static let dbtVersion = Session.dbtVersion

    /// - Parameter compiled: the SQL of the nodes that were compiled, by id.
    public init(_ project: Project, compiled: [String: String] = [:]) {
        self.project = project
        self.compiled = compiled
        createdAt = project.options.invocation.startedAt.timeIntervalSince1970
    }

    /// The whole document.
    ///
    /// - Parameter now: the moment it is written.
    /// - Throws: code `.file` for a seed whose file has gone.
    public func json(now: Date) throws(PipelineError) -> JSON {
        var nodes = JSON.Object()
        var unitTests = JSON.Object()
        var functions = JSON.Object()
        let described = project.nodes.concurrentMap { node in
            Result { () throws(PipelineError) in try json(node) }
        }
        for (node, json) in zip(project.nodes, described) {
            switch node.kind {
            case .unitTest: unitTests[node.id] = try json.get()
            case .function: functions[node.id] = try json.get()
            default: nodes[node.id] = try json.get()
            }
        }
        for hook in hooks { nodes[hook.id] = json(hook) }
        let (parents, children) = maps()
        return [
            "metadata": metadata(now),
            "nodes": .object(nodes),
            "sources": .object(JSON.Object(project.sources.map { ($0.id, json($0)) })),
            "macros": macros(),
            "docs": docs(),
            "exposures": .object(JSON.Object(project.exposures.map { ($0.id, json($0)) })),
            "metrics": semantics(.metric),
            "groups": .object(JSON.Object(project.groups.map { ($0.id, json($0)) })),
            "selectors": .empty, "disabled": .empty, "parent_map": parents,
            "child_map": children, "group_map": groupMap(), "saved_queries": semantics(.savedQuery),
            "semantic_models": semantics(.semanticModel), "unit_tests": .object(unitTests),
            "functions": .object(functions),
        ]
    }

    /// The document's part about one resource.
    public func json(_ resource: Resource) throws(PipelineError) -> JSON {
        switch resource {
        case .node(let node): try json(node)
        case .source(let source): json(source)
        case .exposure(let exposure): json(exposure)
        case .semantic(let resource): json(resource)
        }
    }

    private func metadata(_ now: Date) -> JSON {
        let options = project.options
        let metadata = ArtifactMetadata(
            invocation: options.invocation, environment: options.environment, now: now)
        guard case .object(var object) = metadata.json("manifest", version: 12) else {
            return .null
        }
        object["project_name"] = .string(project.name)
        object["project_id"] = .string(MD5.hexadecimal(project.name))
        object["user_id"] = .null
        object["send_anonymous_usage_stats"] = false
        object["adapter_type"] = "duckdb"
        object["quoting"] = [
            "database": true, "schema": true, "identifier": true, "column": nil,
        ]
        object["run_started_at"] = .string(ArtifactMetadata.text(options.invocation.startedAt))
        return .object(object)
    }

    /// What each resource is made from, and what is made from it.
    private func maps() -> (parents: JSON, children: JSON) {
        let all = ResourceGraph(project)
        var parents = JSON.Object()
        var children = JSON.Object()
        for (place, resource) in all.resources.enumerated() {
            parents[resource.id] = JSON(
                unique(resource.parents).sorted())
            children[resource.id] = JSON(
                unique(all.graph.children[place].map { all.resources[$0].id }).sorted())
        }
        for hook in hooks {
            parents[hook.id] = []
            children[hook.id] = []
        }
        return (.object(parents), .object(children))
    }

    private func groupMap() -> JSON {
        var map: [String: [String]] = [:]
        for group in project.groups { map[group.name] = [] }
        for node in project.nodes {
            guard let group = node.configuration["group"]?.string else { continue }
            map[group, default: []].append(node.id)
        }
        return .object(JSON.Object(map.keys.sorted().map { ($0, JSON(map[$0] ?? [])) }))
    }
}
