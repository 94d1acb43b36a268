internal import Jinja

public import enum JSON.JSON

extension Manifest {
    func json(_ source: Source) -> JSON {
        let freshness = source.isFreshnessOff ? JSON.null : freshness(source.freshness)
        var quoting = JSON.Object()
        for part in RelationObject.parts + ["column"] {
            quoting[part] = source.quoting[part].map { .bool($0) } ?? .null
        }
        return [
            "database": JSON(source.relation.database), "schema": JSON(source.relation.schema),
            "name": .string(source.name), "resource_type": "source",
            "package_name": .string(source.package), "path": .string(source.file),
            "original_file_path": .string(source.file), "unique_id": .string(source.id),
            "fqn": JSON(source.fqn), "source_name": .string(source.sourceName),
            "source_description": .string(source.sourceDescription),
            "loader": .string(source.loader ?? ""),
            "identifier": JSON(source.relation.identifier),
            "quoting": .object(quoting),
            "loaded_at_field": JSON(source.loadedAtField),
            "loaded_at_query": JSON(source.loadedAtQuery), "freshness": freshness,
            "external": nil, "description": .string(source.description),
            "columns": columns(source.columns), "meta": JSON(source.meta),
            "source_meta": JSON(source.sourceMeta), "tags": JSON(source.tags),
            "config": [
                "enabled": true, "event_time": nil, "freshness": freshness,
                "loaded_at_field": JSON(source.loadedAtField),
                "loaded_at_query": JSON(source.loadedAtQuery), "meta": JSON(source.meta),
                "tags": JSON(source.tags), "static_analysis": nil,
            ],
            "patch_path": nil, "unrendered_config": writtenConfiguration(of: source),
            "relation_name": .string(source.relation.sql), "created_at": .double(createdAt),
            "unrendered_database": nil, "unrendered_schema": JSON(source.relation.schema),
            "doc_blocks": [],
        ]
    }

    private func writtenConfiguration(of source: Source) -> JSON {
        let defaults: [String: Value] = [
            "loaded_at_field": Value(source.loadedAtField),
            "loaded_at_query": Value(source.loadedAtQuery), "meta": source.meta,
            "tags": Value(source.tags),
        ]
        var values = written(defaults.merging(source.configuration.values) { $1 }).object
        if values?["freshness"] != nil {
            values?["freshness"] = source.isFreshnessOff ? .null : freshness(source.freshness)
        }
        return .object(values ?? [:])
    }

    private func freshness(_ freshness: Freshness?) -> JSON {
        func age(_ age: Freshness.Age?) -> JSON {
            [
                "count": age.map { .int($0.count) } ?? .null,
                "period": JSON(age?.period.rawValue),
            ]
        }
        return [
            "warn_after": age(freshness?.warnAfter), "error_after": age(freshness?.errorAfter),
            "filter": JSON(freshness?.filter),
        ]
    }

    func json(_ exposure: Exposure) -> JSON {
        let path = ProjectFiles.parts(
            of: exposure.file, in: [String(exposure.file.prefix { $0 != "/" })])
        let ending = exposure.file[(exposure.file.lastIndex(of: ".") ?? exposure.file.endIndex)...]
        let uses = exposure.references.map(\.target.use)
        return [
            "name": .string(exposure.name), "resource_type": "exposure",
            "package_name": .string(exposure.package),
            "path": .string(path.joined(separator: "/") + ending),
            "original_file_path": .string(exposure.file), "unique_id": .string(exposure.id),
            "fqn": JSON(exposure.fqn), "type": .string(exposure.type),
            "owner": JSON(exposure.owner), "description": .string(exposure.description),
            "label": JSON(exposure.label), "maturity": JSON(exposure.maturity),
            "meta": JSON(exposure.meta), "tags": JSON(exposure.tags),
            "config": [
                "enabled": true, "tags": JSON(exposure.tags), "meta": JSON(exposure.meta),
            ],
            "unrendered_config": written(exposure.unrendered), "url": JSON(exposure.url),
            "depends_on": ["macros": [], "nodes": JSON(exposure.parents)],
            "refs": .array(
                uses.compactMap(\.json)),
            "sources": .array(
                uses.compactMap { use in
                    guard case .source(let group, let table) = use else { return nil }
                    return JSON([group, table])
                }),
            "metrics": [], "created_at": .double(createdAt),
        ]
    }

    /// The document's part about a group.
    public func json(_ group: Group) -> JSON {
        [
            "name": .string(group.name), "resource_type": "group",
            "package_name": .string(group.package), "path": .string(group.file),
            "original_file_path": .string(group.file), "unique_id": .string(group.id),
            "owner": JSON(group.owner), "description": .string(group.description),
            "config": ["meta": .empty],
        ]
    }

    func docs() -> JSON {
        .object(
            JSON.Object(
                project.session.docs.blocks.map { block in
                    let id = "doc.\(block.package).\(block.name)"
                    let folder = block.file.prefix { $0 != "/" }
                    return (
                        id,
                        [
                            "name": .string(block.name), "resource_type": "doc",
                            "package_name": .string(block.package),
                            "path": .string(String(block.file.dropFirst(folder.count + 1))),
                            "original_file_path": .string(block.file), "unique_id": .string(id),
                            "block_contents": .string(block.text),
                        ]
                    )
                }))
    }
}
