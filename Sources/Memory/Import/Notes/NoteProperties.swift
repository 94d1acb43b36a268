import Foundation
import JSON
import YAML

/// The front matter of a note: what its known keys say, and every key as it is written.
struct NoteProperties {
    private(set) var title: String?
    /// The words of the first key that holds a date.
    private(set) var date: String?
    private(set) var tags: [String] = []
    /// Other names of the note.
    private(set) var aliases: [String] = []
    /// What names the note for good, wherever its file lies.
    private(set) var permalink: String?
    /// Everything, as JSON.
    private(set) var json = JSON.Object()
    /// The keys that no field above takes, as lines of text that can be found: `status: draft`.
    private(set) var lines: [String] = []

    static let dateKeys = ["date", "created", "created_at", "created-at", "date created", "day"]
    private static let limits = YAML.Limits(nodes: 5000, depth: 50)

    init() {}

    /// Nil where the text is no front matter: then it belongs to the note.
    init?(yaml text: String) {
        guard let node = try? YAML.parse(text, file: "front matter", limits: Self.limits),
            let entries = try? node.mapping()
        else { return nil }
        var dates: [String: String] = [:]
        for (key, value) in entries {
            guard let name = try? key.text() else { continue }
            json[name] = Self.json(value)
            switch name.lowercased() {
            case "title": title = try? value.text()
            case "tags", "tag", "keywords": tags += Self.words(value, separators: ", ")
            case "aliases", "alias":
                aliases += Self.words(value, separators: ",")
                add(name, value)
            case "permalink", "id", "uid", "uuid":
                permalink = permalink ?? (try? value.text())
                add(name, value)
            case let key where Self.dateKeys.contains(key):
                dates[key] = (try? value.text()) ?? Self.json(value).text()
            default: add(name, value)
            }
        }
        if title?.isEmpty == true { title = nil }
        tags = tags.map { String($0.drop { $0 == "#" }) }.filter { !$0.isEmpty }
        date = Self.dateKeys.lazy.compactMap { dates[$0] }.first { !$0.isEmpty }
    }

    private mutating func add(_ name: String, _ value: YAML.Node) {
        let text = Self.text(value)
        if !text.isEmpty { lines.append("\(name): \(text)") }
    }

    /// A list, or one text with separators between the words.
    private static func words(_ value: YAML.Node, separators: String) -> [String] {
        if let list = try? value.sequence() { return list.compactMap { try? $0.text() } }
        let text = (try? value.text()) ?? ""
        return text.split { separators.contains($0) }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func text(_ value: YAML.Node) -> String {
        if value.isNull { return "" }
        if let list = try? value.sequence() { return list.map(text).joined(separator: ", ") }
        return (try? value.text()) ?? json(value).text()
    }

    private static func json(_ node: YAML.Node) -> JSON {
        switch node.value {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        // As it is written: `1.10` is a version as often as a number.
        case .double: .string(node.source ?? ((try? node.text()) ?? ""))
        case .string(let value): .string(value)
        case .sequence(let nodes): .array(nodes.map(json))
        case .mapping(let entries):
            .object(
                JSON.Object(entries.map { ((try? $0.key.text()) ?? "?", json($0.value)) }))
        }
    }
}
