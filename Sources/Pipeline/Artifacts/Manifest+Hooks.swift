internal import Jinja

public import enum JSON.JSON

/// A statement of `on-run-start` or `on-run-end`, as the manifest lists it.
struct RunHook: Sendable {
    let package: Package
    /// `on-run-start` or `on-run-end`.
    let key: String
    /// Its place among those of its package and key, from 0.
    let index: Int
    let hook: Hook

    var name: String { "\(package.name)-\(key)-\(index)" }
    var id: String { "operation.\(package.name).\(name)" }
}

extension Manifest {
    /// The hooks of the run itself, of the packages and of the project.
    var hooks: [RunHook] {
        project.packages.flatMap { package in
            [("on-run-start", package.file.onRunStart), ("on-run-end", package.file.onRunEnd)]
                .flatMap { key, hooks in
                    hooks.enumerated().map { index, hook in
                        RunHook(package: package, key: key, index: index, hook: hook)
                    }
                }
        }
    }

    /// The document's part about a hook of the run itself; nil where there is none of the id.
    public func json(hook id: String) -> JSON? { hooks.first { $0.id == id }.map(json) }

    func json(_ hook: RunHook) -> JSON {
        let profile = project.options.profile
        let path = "hooks/\(hook.name).sql"
        let fqn = [hook.package.name, "hooks", hook.name]
        let config = configuration(ofHook: fqn)
        let tags = unique((config["tags"]?.array ?? []).compactMap(\.string) + [hook.key])
        let template = try? TemplateEnvironment.shared.template(hook.hook.sql, name: hook.key)
        let uses = MacroUses(macros: project.session.macros)
        return [
            "database": JSON(profile.database), "schema": JSON(profile.schema),
            "name": .string(hook.name), "resource_type": "operation",
            "package_name": .string(hook.package.name), "path": .string(path),
            "original_file_path": .string("./\(ProjectFile.fileName)"),
            "unique_id": .string(hook.id),
            "fqn": JSON(fqn), "alias": .string(hook.name),
            "checksum": [
                "name": "sha256", "checksum": .string(project.checksum(ofHooksOf: hook.package)),
            ],
            "config": .object(config), "tags": JSON(tags.sorted()), "description": "",
            "columns": .empty, "meta": .empty, "group": nil, "docs": Self.docsDefault,
            "patch_path": nil, "build_path": nil, "unrendered_config": .empty,
            "created_at": .double(createdAt), "relation_name": nil,
            "raw_code": .string(hook.hook.sql), "doc_blocks": [], "language": "sql", "refs": [],
            "sources": [], "metrics": [], "functions": [],
            "depends_on": [
                "macros": JSON(template.map { uses.ids(in: $0, of: hook.package.name) } ?? []),
                "nodes": [],
            ],
            "compiled_path": nil,
            "contract": ["enforced": false, "alias_types": true, "checksum": nil],
            "index": .int(hook.index + 1),
        ]
    }

    /// dbt gives the hooks of a run the configs of models.
    private func configuration(ofHook fqn: [String]) -> JSON.Object {
        var config = Self.common
        for entry in Self.table.entries { config[entry.key] = entry.value }
        config["materialized"] = "view"
        let own = project.packages.first { $0.name == fqn[0] }?.file
        let trees = ConfigurationTrees(
            own: own?.models ?? project.file.models,
            over: fqn[0] == project.file.name ? nil : project.file.models)
        var configuration = Configuration()
        trees.apply(to: &configuration, for: fqn)
        trees.override(&configuration, for: fqn)
        for (key, value) in configuration.values.sorted(by: { $0.key < $1.key })
        where !key.hasSuffix("hook") {
            config[key] = JSON(value)
        }
        return config
    }
}
