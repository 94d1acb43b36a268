import Hashing
internal import Jinja

internal import enum JSON.JSON

extension Manifest {
    /// A unit test as dbt's `unit_tests` has it.
    func json(_ node: Node, _ test: UnitTest) -> JSON {
        let declaration = test.declaration.dict
        let given = declaration?["given"]?.elements ?? []
        let package = project.packages.first { $0.name == node.package }
        let folder = (package?.file ?? project.file).modelPaths.first {
            node.path.hasPrefix($0 + "/")
        }
        let configuration = node.configuration
        return [
            "model": .string(test.model),
            "given": .array(
                zip(test.inputs, given).map { input, written in
                    fixture(input.rows, written, ["input": .string(input.written)])
                }),
            "expect": fixture(test.expected, declaration?["expect"] ?? Value.none, [:]),
            "name": .string(node.name), "resource_type": "unit_test",
            "package_name": .string(node.package),
            "path": .string(folder.map { String(node.path.dropFirst($0.count + 1)) } ?? node.path),
            "original_file_path": .string(node.path), "unique_id": .string(node.id),
            "fqn": JSON(node.fqn), "description": .string(node.description),
            "overrides": overrides(test),
            "depends_on": ["macros": [], "nodes": JSON(node.parents)],
            "config": [
                "tags": JSON(node.tags), "meta": JSON(configuration["meta"] ?? .dict(Dict())),
                "enabled": true, "static_analysis": nil,
            ],
            "checksum": .string(SHA256.hexadecimal(test.declaration.pythonText)),
            "schema": JSON(node.relation.schema), "created_at": .double(createdAt),
            "versions": JSON(declaration?["versions"] ?? Value.none),
            "version": JSON(node.version?.value ?? Value.none),
        ]
    }

    private func fixture(
        _ rows: UnitTest.Rows, _ written: Value, _ first: JSON.Object
    ) -> JSON {
        var json = first
        json["rows"] =
            switch rows {
            case .values(let rows):
                .array(
                    rows.map { row in
                        .object(JSON.Object(row.map { ($0.column, JSON($0.value)) }))
                    })
            case .query(let sql): .string(sql)
            case .seed: .null
            }
        json["format"] = JSON(written.dict?["format"] ?? "dict")
        json["fixture"] = JSON(written.dict?["fixture"] ?? Value.none)
        return .object(json)
    }

    private func overrides(_ test: UnitTest) -> JSON {
        if test.macros.isEmpty, test.variables.isEmpty, test.environment.isEmpty { return .null }
        func object(_ values: [String: Value]) -> JSON {
            .object(JSON.Object(values.keys.sorted().map { ($0, JSON(values[$0])) }))
        }
        return [
            "macros": object(test.macros), "vars": object(test.variables),
            "env_vars": object(test.environment.mapValues { .string($0) }),
        ]
    }
}
