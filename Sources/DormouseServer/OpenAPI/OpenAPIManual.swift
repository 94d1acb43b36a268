import JSON

/// The document as a page of Markdown: `docs/rest.md`.
struct OpenAPIManual {
    let document: JSON

    var markdown: String {
        var page = """
            # REST

            Made from the declarations that route and check requests; a running server gives the same: \
            `curl --unix-socket ~/.dormouse/socket -H 'Accept: text/markdown' \
            http://home/openapi.json`. [Serving memories](serving.md) says how to start one, \
            [security](security.md) who may do what. Over TCP each request has \
            `Authorization: Bearer …`, of a token with the scope that stands beside it. What is wrong \
            is answered as [Problem](#problem).

            """
        for group in groups {
            page += "\n## \(group.name.prefix(1).uppercased() + group.name.dropFirst())\n"
            for (method, path, operation) in group.operations {
                page += section(method, path, operation)
            }
        }
        page += "\n## Schemas\n"
        for schema in document["components"]?["schemas"]?.object?.entries ?? [] {
            page += "\n### \(schema.key)\n\n" + describe(schema.value)
        }
        return page
    }

    private typealias Operation = (method: String, path: String, operation: JSON)

    /// By tag, in the order of the document.
    private var groups: [(name: String, operations: [Operation])] {
        var groups: [(name: String, operations: [Operation])] = []
        for path in document["paths"]?.object?.entries ?? [] {
            for method in path.value.object?.entries ?? [] {
                let name = method.value["tags"]?[0]?.string ?? ""
                let operation = (method.key.uppercased(), path.key, method.value)
                if let at = groups.firstIndex(where: { $0.name == name }) {
                    groups[at].operations.append(operation)
                } else {
                    groups.append((name, [operation]))
                }
            }
        }
        return groups
    }

    private func section(_ method: String, _ path: String, _ operation: JSON) -> String {
        var text = "\n### `\(method) \(path)`\n\n\(operation["summary"]?.string ?? "")."
        if let details = operation["description"]?.string { text += " \(details)" }
        if let scope = operation["security"]?[0]?["bearer"]?[0]?.string {
            text += " Scope: `\(scope)`."
        } else {
            text += " No token is needed."
        }
        text += "\n"
        let parameters = operation["parameters"]?.array ?? []
        if !parameters.isEmpty {
            text += "\n| parameter | in | type | meaning |\n|---|---|---|---|\n"
            for parameter in parameters {
                let isNeeded = parameter["required"] == true ? ", required" : ""
                text +=
                    "| `\(parameter["name"]?.string ?? "")` | \(parameter["in"]?.string ?? "")"
                    + "\(isNeeded) | \(type(parameter["schema"] ?? .null)) | "
                    + "\(cell(parameter["description"]?.string ?? "")) |\n"
            }
        }
        let bodies = operation["requestBody"]?["content"]?.object?.entries ?? []
        if !bodies.isEmpty {
            text += "\nBody: " + bodies.map(link).joined(separator: ", ") + "\n"
        }
        text += "\n| status | answer |\n|---|---|\n"
        for answer in operation["responses"]?.object?.entries ?? [] {
            let kinds = (answer.value["content"]?.object?.entries ?? []).map(link)
            text +=
                "| \(answer.key == "default" ? "else" : answer.key) | "
                + cell(answer.value["description"]?.string ?? "")
                + (kinds.isEmpty ? "" : " " + kinds.joined(separator: ", ")) + " |\n"
        }
        return text
    }

    private func describe(_ schema: JSON) -> String {
        guard let properties = schema["properties"]?.object?.entries, !properties.isEmpty else {
            return "\(type(schema))\n"
        }
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        var text = "| field | type | meaning |\n|---|---|---|\n"
        for property in properties {
            let isNeeded = required.contains(property.key) ? ", always" : ""
            text +=
                "| `\(property.key)` | \(type(property.value))\(isNeeded) | "
                + "\(cell(property.value["description"]?.string ?? "")) |\n"
        }
        return text
    }

    private func type(_ schema: JSON) -> String {
        if let name = schema["$ref"]?.string { return link(name) }
        for key in ["oneOf", "anyOf"] {
            if let kinds = schema[key]?.array { return kinds.map(type).joined(separator: " or ") }
        }
        let names =
            schema["type"]?.array?.compactMap(\.string)
            ?? [schema["type"]?.string].compactMap(\.self)
        if let choice = schema["enum"]?.array {
            return choice.map { "`\($0.string ?? $0.text())`" }.joined(separator: ", ")
        }
        if names.contains("array") { return "list of " + type(schema["items"] ?? .null) }
        var text = names.joined(separator: " or ")
        if let format = schema["format"]?.string { text = format }
        let least = (schema["minimum"] ?? schema["minLength"])?.text()
        let most = (schema["maximum"] ?? schema["maxLength"])?.text()
        if let most {
            text += ", \(least ?? "0") to \(most)" + (names.contains("string") ? " characters" : "")
        }
        if let standard = schema["default"] {
            text += ", else `\(standard.string ?? standard.text())`"
        }
        return text.isEmpty ? "anything" : text
    }

    private func link(_ content: JSON.Object.Entry) -> String {
        let type = "`\(content.key)`"
        guard let name = content.value["schema"]?["$ref"]?.string else { return type }
        return "\(type) \(link(name))"
    }

    private func link(_ reference: String) -> String {
        let name = reference.split(separator: "/").last.map(String.init) ?? reference
        return "[\(name)](#\(name.lowercased()))"
    }

    private func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
