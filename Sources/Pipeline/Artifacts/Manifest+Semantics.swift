internal import Jinja

internal import enum JSON.JSON

extension Manifest {
    /// A part of the semantic layer: what is written, with dbt's defaults for the rest.
    func json(_ resource: SemanticResource) -> JSON {
        let path = ProjectFiles.parts(
            of: resource.file, in: [String(resource.file.prefix { $0 != "/" })])
        let ending = resource.file[(resource.file.lastIndex(of: ".") ?? resource.file.endIndex)...]
        let configuration = resource.configuration
        var json: JSON.Object = [
            "name": .string(resource.name), "resource_type": .string(resource.kind.rawValue),
            "package_name": .string(resource.package),
            "path": .string(path.joined(separator: "/") + ending),
            "original_file_path": .string(resource.file), "unique_id": .string(resource.id),
            "fqn": JSON(resource.fqn), "description": nil, "label": nil, "metadata": nil,
        ]
        switch resource.kind {
        case .semanticModel: addSemanticModel(resource, to: &json)
        case .metric: addMetric(resource, to: &json)
        case .savedQuery: addSavedQuery(resource, to: &json)
        }
        json["config"] = [
            "enabled": true, "group": JSON(configuration["group"] ?? Value.none),
            "meta": JSON(configuration["meta"] ?? .dict(Dict())),
        ]
        json["unrendered_config"] = written(configuration.values)
        json["group"] = JSON(configuration["group"] ?? Value.none)
        json["depends_on"] = ["macros": [], "nodes": JSON(resource.parents)]
        json["created_at"] = .double(createdAt)
        return .object(json)
    }

    /// The resources of a kind by id.
    func semantics(_ kind: SemanticResource.Kind) -> JSON {
        .object(
            JSON.Object(
                project.semantics.filter { $0.kind == kind }.map { ($0.id, json($0)) }))
    }

    private func addSemanticModel(_ resource: SemanticResource, to json: inout JSON.Object) {
        let written = resource.declaration.dict
        let relation = resource.parents.first.flatMap { project.node($0) }?.relation
        json["model"] = JSON(written?["model"])
        json["node_relation"] = [
            "alias": JSON(relation?.identifier), "schema_name": JSON(relation?.schema),
            "database": JSON(relation?.database), "relation_name": JSON(relation?.sql),
        ]
        json["defaults"] = JSON(written?["defaults"])
        json["primary_entity"] = JSON(written?["primary_entity"])
        json["entities"] = parts(written?["entities"], ["role": nil, "expr": nil])
        json["dimensions"] = parts(
            written?["dimensions"],
            [
                "is_partition": false, "type_params": nil, "expr": nil, "metadata": nil,
                "datatype": nil,
            ])
        json["measures"] = parts(
            written?["measures"],
            [
                "create_metric": false, "expr": nil, "agg_params": nil,
                "non_additive_dimension": nil, "agg_time_dimension": nil,
            ])
        json["refs"] = .array(
            [resource.model].compactMap { $0?.use.json })
    }

    private func addMetric(_ resource: SemanticResource, to json: inout JSON.Object) {
        let written = resource.declaration.dict
        json["description"] = JSON(written?["description"] ?? "")
        json["label"] = JSON(written?["label"] ?? .string(resource.name))
        // A measure's `create_metric` makes a simple one.
        json["type"] = JSON(written?["type_params"] == nil ? "simple" : written?["type"])
        var parameters: JSON.Object = [
            "measure": nil, "input_measures": [], "numerator": nil, "denominator": nil,
            "expr": nil, "window": nil, "grain_to_date": nil, "metrics": [],
            "conversion_type_params": nil, "cumulative_type_params": nil,
        ]
        let measures = resource.measures.map(measure)
        for entry in JSON(written?["type_params"]).object?.entries ?? [] {
            parameters[entry.key] = entry.value
        }
        if resource.measures.count == 1 { parameters["measure"] = measures[0] }
        parameters["input_measures"] = .array(measures)
        json["type_params"] = .object(parameters)
        json["filter"] = JSON(written?["filter"])
        json["time_granularity"] = JSON(written?["time_granularity"])
        json["sources"] = []
        json["refs"] = []
        json["metrics"] = []
        json["meta"] = JSON(resource.configuration["meta"] ?? .dict(Dict()))
        json["tags"] = JSON(resource.tags)
    }

    private func measure(_ name: String) -> JSON {
        [
            "name": .string(name), "filter": nil, "alias": nil, "join_to_timespine": false,
            "fill_nulls_with": nil,
        ]
    }

    private func addSavedQuery(_ resource: SemanticResource, to json: inout JSON.Object) {
        let written = resource.declaration.dict
        json["description"] = JSON(written?["description"])
        json["label"] = JSON(written?["label"])
        var parameters: JSON.Object = [
            "metrics": [], "group_by": [], "where": nil, "order_by": [], "limit": nil,
        ]
        for entry in JSON(written?["query_params"]).object?.entries ?? [] {
            parameters[entry.key] = entry.value
        }
        json["query_params"] = .object(parameters)
        json["exports"] = JSON(written?["exports"] ?? Value([Value]()))
        json["refs"] = []
        json["tags"] = JSON(resource.tags)
    }

    /// Entities, dimensions or measures, with what nobody says of them.
    private func parts(_ list: Value?, _ defaults: JSON.Object) -> JSON {
        .array(
            (list?.elements ?? []).map { part in
                var json: JSON.Object = [
                    "name": nil, "type": nil, "description": nil, "label": nil,
                ]
                if part.dict?["agg"] != nil {
                    json = ["name": nil, "agg": nil, "description": nil]
                }
                for entry in defaults.entries { json[entry.key] = entry.value }
                for entry in JSON(part).object?.entries ?? [] { json[entry.key] = entry.value }
                if json["config"] == nil { json["config"] = ["meta": [:]] }
                return .object(json)
            })
    }
}
