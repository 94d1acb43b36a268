import Foundation
import JSON

@testable import DormouseServer

/// Makes requests out of what is declared, as somebody would send them who knows another's ids,
/// names and cursors: a route or a tool that is added is probed without being listed anywhere.
struct Probe {
    let id: String
    let session: String
    let tag: String
    let cursors: [String]
    /// Whole bodies for schemas that cannot be made up, by name.
    let bodies: [String: JSON]
    let schemas: JSON.Object

    /// Bodies for a schema: with what it requires, and with each further property by itself.
    func bodies(for name: String) -> [JSON] {
        if let body = bodies[name] { return [body] }
        return values(of: schemas[name] ?? .null)
    }

    /// Values for a schema of an object: the least, and the least with one more each.
    func values(of schema: JSON) -> [JSON] {
        let schema = resolved(schema)
        guard let properties = schema["properties"]?.object else { return [value(schema, "")] }
        let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
        var least: JSON.Object = [:]
        for entry in properties.entries where required.contains(entry.key) {
            least[entry.key] = value(entry.value, entry.key)
        }
        var all: [JSON] = [.object(least)]
        for entry in properties.entries where !required.contains(entry.key) {
            var more = least
            more[entry.key] = value(entry.value, entry.key)
            all.append(.object(more))
        }
        return all
    }

    /// What stands for a parameter.
    func text(_ parameter: Parameter) -> String {
        switch parameter.kind {
        case .text, .token: string(parameter.name)
        case .pair: "\(string(parameter.name))=1"
        case .namespace: "bob"
        case .integer(let range): "\(min(range.upperBound, 1000))"
        case .boolean: "true"
        case .moment, .bound: "2026-03-02"
        case .id: id
        case .choice(let names): names.last ?? ""
        case .declared(let schema, _): schema["default"]?.text() ?? "1"
        }
    }

    private func resolved(_ schema: JSON) -> JSON {
        if let name = schema["$ref"]?.string?.split(separator: "/").last {
            return resolved(schemas[String(name)] ?? .null)
        }
        for key in ["oneOf", "anyOf"] {
            if let first = schema[key]?[0] { return resolved(first) }
        }
        return schema
    }

    private func value(_ schema: JSON, _ name: String) -> JSON {
        let schema = resolved(schema)
        if let choice = schema["enum"]?[0] { return choice }
        let type = schema["type"]?.string ?? schema["type"]?[0]?.string
        switch type {
        case "string":
            if schema["format"] == "uuid" { return .string(id) }
            if schema["format"] == "date-time" { return "2026-03-02T09:00:00Z" }
            return .string(string(name))
        case "integer", "number": return schema["maximum"] ?? 10
        case "boolean": return true
        case "array": return [value(schema["items"] ?? .null, name)]
        case "object": return schema["properties"] == nil ? [:] : values(of: schema).first ?? [:]
        default: return "x"
        }
    }

    private func string(_ name: String) -> String {
        let name = name.lowercased()
        if name.contains("content") { return "mine" }
        if name.contains("session") { return session }
        if name.contains("tag") { return tag }
        if name.contains("cursor") { return cursors.first ?? id }
        if ["since", "until", "as_of", "occurred_at", "at"].contains(name) { return "2026-03-02" }
        if name == "id" || name.hasSuffix("_id") || name == "replaces" { return id }
        if name == "speaker" || name == "subject" || name == "name" { return "Bob" }
        return "quicksilver"
    }
}

extension JSON {
    /// Texts that go on a list where it was left, wherever they stand.
    var cursors: [String] {
        switch self {
        case .object(let object):
            object.entries.flatMap { entry in
                let isCursor = entry.key.lowercased().contains("cursor") || entry.key == "next"
                return (isCursor ? entry.value.string.map { [$0] } : nil) ?? entry.value.cursors
            }
        case .array(let items): items.flatMap(\.cursors)
        default: []
        }
    }
}
