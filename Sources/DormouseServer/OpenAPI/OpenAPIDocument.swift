import HTTPServer
import JSON

/// OpenAPI 3.1 of the routes.
struct OpenAPIDocument {
    let routes: [Route]
    let schemas: Schemas
    let version: String

    var json: JSON {
        var paths: JSON.Object = [:]
        for route in routes where route.isDocumented {
            var methods = paths[route.path]?.object ?? [:]
            methods[route.method.lowercased()] = operation(route)
            paths[route.path] = .object(methods)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Dormouse",
                "summary": "Keeps an agent's memories, sleeps on them and recalls the right ones",
                "version": .string(version),
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas.all),
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
            ],
        ]
    }

    private func operation(_ route: Route) -> JSON {
        var object: JSON.Object = [
            "operationId": .string(route.name), "summary": .string(route.summary),
            "tags": [.string(route.group)],
        ]
        if !route.details.isEmpty { object["description"] = .string(route.details) }
        let parameters = route.allParameters
        if !parameters.isEmpty { object["parameters"] = .array(parameters.map(\.json)) }
        switch route.body {
        case .none: break
        case .json(let name, _):
            var content: JSON.Object = ["schema": Schemas.reference(name)]
            content["example"] = schemas.all[name]?["examples"]?[0]
            object["requestBody"] = [
                "required": .bool(!schemas.acceptsNothing(name)),
                "content": ["application/json": .object(content)],
            ]
        case .stream(let type, let json, let help):
            var content: JSON.Object = [:]
            content[type] = ["schema": ["type": "string"]]
            content["application/json"] = json.map { ["schema": Schemas.reference($0)] }
            object["requestBody"] = [
                "required": false, "description": .string(help), "content": .object(content),
            ]
        }
        object["responses"] = .object(responses(route))
        switch route.access {
        case .open: object["security"] = []
        case .scope(let scope): object["security"] = [["bearer": [.string(scope.rawValue)]]]
        }
        return .object(object)
    }

    private func responses(_ route: Route) -> JSON.Object {
        var responses: JSON.Object = [:]
        for answer in route.answers {
            var response =
                responses[String(answer.status)]?.object
                ?? ["description": .string(answer.help)]
            var content = response["content"]?.object ?? [:]
            if let schema = answer.schema {
                content[answer.type] = ["schema": Schemas.reference(schema)]
            } else if answer.type != "application/json" {
                content[answer.type] = ["schema": ["type": "string"]]
            }
            if !content.isEmpty { response["content"] = .object(content) }
            responses[String(answer.status)] = .object(response)
        }
        responses["default"] = [
            "description": "What is wrong, and what to do.",
            "content": ["application/problem+json": ["schema": Schemas.reference("Problem")]],
        ]
        return responses
    }
}
