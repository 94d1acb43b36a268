import Foundation
import Jinja

/// The templates that Python's Jinja has rendered for us; see scripts/reference-templates.
struct Corpus: Decodable {
    struct Case: Decodable {
        struct Options: Decodable {
            var strict: Bool?
            var trim: Bool?
            var lstrip: Bool?
            var keep: Bool?
        }

        var name: String
        var template: String
        var templates: [String: String]?
        var options: Options?
        var output: String?
        var error: String?

    }

    var context: Datum
    var cases: [Case]

    static let shared: Corpus = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/corpus.json")
        do {
            return try JSONDecoder().decode(Corpus.self, from: Data(contentsOf: file))
        } catch {
            preconditionFailure("the corpus cannot be read: \(error)")
        }
    }()

    /// A fresh copy of the variables: templates may change theirs.
    var variables: [String: Value] {
        guard case .dict(let dict) = context.value else { return [:] }
        var variables: [String: Value] = [:]
        for (key, value) in dict.entries { variables[key.string ?? ""] = Self.copy(value) }
        return variables
    }

    private static func copy(_ value: Value) -> Value {
        switch value {
        case .list(let list): Value(list.elements.map(copy))
        case .dict(let dict): .dict(Dict(dict.entries.map { ($0.key, copy($0.value)) }))
        default: value
        }
    }
}

/// A value as the corpus writes it: floats, tuples and dicts are objects of one key.
struct Datum: Decodable {
    let value: Value

    init(from decoder: any Decoder) throws {
        if var array = try? decoder.unkeyedContainer() {
            var elements: [Value] = []
            while !array.isAtEnd { elements.append(try array.decode(Datum.self).value) }
            value = Value(elements)
            return
        }
        if let object = try? decoder.container(keyedBy: Key.self) {
            if object.contains(.float) {
                value = .double(Double(try object.decode(String.self, forKey: .float)) ?? .nan)
            } else if object.contains(.tuple) {
                value = Value(tuple: try object.decode([Datum].self, forKey: .tuple).map(\.value))
            } else {
                let entries = try object.decode([[Datum]].self, forKey: .dict)
                value = .dict(Dict(entries.map { ($0[0].value, $0[1].value) }))
            }
            return
        }
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            value = .none
        } else if let bool = try? single.decode(Bool.self) {
            value = .bool(bool)
        } else if let int = try? single.decode(Int.self) {
            value = .int(int)
        } else {
            value = .string(try single.decode(String.self))
        }
    }

    private enum Key: String, CodingKey {
        case float, tuple, dict
    }
}
