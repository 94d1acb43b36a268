import Foundation
import JSON
import Memory
import Wire

/// One value of a path, a query or a header.
struct Parameter: Sendable {
    enum Place: String, Sendable { case path, query, header }

    enum Kind: Sendable {
        /// 1 to so many characters (Unicode scalars).
        case text(maximum: Int)
        /// 1 to so many visible ASCII characters.
        case token(maximum: Int)
        /// `KEY=VALUE`, together of up to so many characters; the key is not empty.
        case pair(maximum: Int)
        /// 1 to 128 characters, no control characters.
        case namespace
        case integer(ClosedRange<Int>)
        case boolean
        case moment
        /// A moment, or a day, a month or a year, which counts as a whole.
        case bound
        case id
        case choice([String])
        /// What a configuration declares: its JSON Schema, and why a text is none.
        case declared(JSON, complaint: @Sendable (String) -> String?)
    }

    /// How often a repeating one of the server's own may be there.
    private static let mostRepeated = 16

    let name: String
    let place: Place
    let kind: Kind
    var isRequired = false
    var isRepeating = false
    var standard: JSON?
    let help: String

    /// How often it may be there; nil: as often as it is sent.
    var mostValues: Int? {
        guard isRepeating else { return 1 }
        if case .declared = kind { return nil }
        return Self.mostRepeated
    }

    static func path(_ name: String, _ kind: Kind, _ help: String) -> Parameter {
        Parameter(name: name, place: .path, kind: kind, isRequired: true, help: help)
    }

    static func query(
        _ name: String, _ kind: Kind, standard: JSON? = nil, repeating: Bool = false, _ help: String
    ) -> Parameter {
        Parameter(
            name: name, place: .query, kind: kind, isRepeating: repeating, standard: standard,
            help: help)
    }

    /// Why a text is no value of this kind; nil where it is one.
    func complaint(_ text: String) -> String? {
        if text.utf8.contains(0) { return "has a NUL character" }
        switch kind {
        case .text(let limit):
            return (1...limit).contains(text.unicodeScalars.count)
                ? nil : text.isEmpty ? "is empty" : "has more than \(limit) characters"
        case .token(let limit):
            return (1...limit).contains(text.utf8.count)
                && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
                ? nil : "is not 1 to \(limit) visible ASCII characters"
        case .pair(let limit):
            guard text.unicodeScalars.count <= limit else {
                return "has more than \(limit) characters"
            }
            return MemoryFilter.entry(text) == nil ? "is not KEY=VALUE" : nil
        case .namespace:
            let hasControl = text.unicodeScalars.contains {
                $0.properties.generalCategory == .control
            }
            return (1...128).contains(text.unicodeScalars.count) && !hasControl
                ? nil : "is not 1 to 128 characters without control characters"
        case .integer(let range):
            guard let number = Int(text), text.utf8.first != UInt8(ascii: "+") else {
                return "is not a whole number"
            }
            return range.contains(number)
                ? nil : "is not between \(range.lowerBound) and \(range.upperBound)"
        case .boolean: return text == "true" || text == "false" ? nil : "is neither true nor false"
        case .moment:
            return MomentParser(now: .earliest, zone: .gmt).parse(text) == nil
                ? "cannot be parsed as a time; accepted are \(MomentParser.accepted)" : nil
        case .bound:
            return MomentParser(now: .earliest, zone: .gmt).end(text) == nil
                ? "cannot be parsed as a time; accepted are \(MomentParser.acceptedAsBound)" : nil
        case .id: return UUID(uuidString: text) == nil ? "is not an id (a UUID)" : nil
        case .choice(let names):
            return names.contains(text) ? nil : "is none of \(names.joined(separator: ", "))"
        case .declared(_, let complaint): return complaint(text)
        }
    }

    /// For OpenAPI.
    var json: JSON {
        var object: JSON.Object = [
            "name": .string(name), "in": .string(place.rawValue), "description": .string(help),
            "required": .bool(isRequired),
        ]
        if isRepeating {
            var list: JSON.Object = ["type": "array", "items": schema]
            if let most = mostValues { list["maxItems"] = .int(most) }
            object["schema"] = .object(list)
        } else {
            object["schema"] = schema
        }
        return .object(object)
    }

    private var schema: JSON {
        var object: JSON.Object =
            switch kind {
            case .text(let limit):
                [
                    "type": "string", "minLength": 1, "maxLength": .int(limit),
                    "pattern": "^[^\\u0000]*$",
                ]
            case .token(let limit):
                [
                    "type": "string", "minLength": 1, "maxLength": .int(limit),
                    "pattern": "^[!-~]*$",
                ]
            case .pair(let limit):
                [
                    "type": "string", "minLength": 2, "maxLength": .int(limit),
                    "pattern": "^[^=\\u0000]+=[^\\u0000]*$",
                ]
            case .namespace:
                [
                    "type": "string", "minLength": 1, "maxLength": 128,
                    "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
                ]
            case .integer(let range):
                [
                    "type": "integer", "minimum": .int(range.lowerBound),
                    "maximum": .int(range.upperBound),
                ]
            case .boolean: ["type": "boolean"]
            case .moment, .bound: ["type": "string", "format": "date-time"]
            case .id: ["type": "string", "format": "uuid"]
            case .choice(let names): ["type": "string", "enum": JSON(names)]
            case .declared(let schema, _): schema.object ?? [:]
            }
        if let standard { object["default"] = standard }
        return .object(object)
    }
}
