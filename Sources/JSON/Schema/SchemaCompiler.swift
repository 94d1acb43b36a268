import Foundation

/// Reads a schema once, so that checking a value looks nothing up and cannot fail.
struct SchemaCompiler {
    typealias Rule = JSON.Schema.Rule

    let document: JSON
    private var unresolved: [String] = []
    private var depth = 0

    init(document: JSON) { self.document = document }

    /// Words that describe and check nothing.
    private static let descriptions: Set<String> = [
        "$schema", "$id", "$comment", "$anchor", "title", "description", "default", "examples",
        "example", "deprecated", "readOnly", "writeOnly", "format", "$defs", "definitions",
    ]

    mutating func rule(_ json: JSON, at place: String) throws(JSON.SchemaError) -> Rule {
        if case .bool(let holds) = json { return holds ? .always : .never }
        guard let object = json.object else {
            throw fault(place, "a schema is an object, true or false, not \(json.kindName)")
        }
        guard depth < 64 else { throw fault(place, "schemas are nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        if let target = object["$ref"] {
            let others = object.keys.filter { $0 != "$ref" && !Self.descriptions.contains($0) }
            let reference = try reference(target, at: place)
            if others.isEmpty { return reference }
            var rest = object
            rest["$ref"] = nil
            var checks = JSON.Schema.Checks()
            checks.allOf = [reference, try rule(.object(rest), at: place)]
            return .all(checks)
        }
        var checks = JSON.Schema.Checks()
        for entry in object.entries {
            try read(entry.key, entry.value, at: "\(place)/\(entry.key)", into: &checks)
        }
        return .all(checks)
    }

    /// The rules of all references, found by following them until no new one turns up.
    mutating func resolveReferences() throws(JSON.SchemaError) -> [String: Rule] {
        var rules: [String: Rule] = [:]
        while let pointer = unresolved.popLast() {
            guard rules[pointer] == nil else { continue }
            guard let target = resolve(pointer) else {
                throw fault(pointer, "nothing is there for a $ref to mean")
            }
            rules[pointer] = .always
            rules[pointer] = try rule(target, at: pointer)
        }
        try checkCircles(rules)
        return rules
    }

    /// A reference that leads to itself through references only would never end.
    private func checkCircles(_ rules: [String: Rule]) throws(JSON.SchemaError) {
        for start in rules.keys {
            var seen: Set<String> = []
            var waiting = [start]
            while let pointer = waiting.popLast() {
                guard seen.insert(pointer).inserted else { continue }
                let next = directReferences(rules[pointer] ?? .always)
                if next.contains(start) { throw fault(start, "a $ref leads in a circle") }
                waiting += next
            }
        }
    }

    /// References that apply to the same value, not to a part of it.
    private func directReferences(_ rule: Rule) -> [String] {
        switch rule {
        case .reference(let pointer): [pointer]
        case .all(let checks):
            (checks.anyOf + checks.oneOf + checks.allOf + [checks.not].compactMap(\.self))
                .flatMap(directReferences)
        case .always, .never: []
        }
    }

    private mutating func reference(_ target: JSON, at place: String) throws(JSON.SchemaError)
        -> Rule
    {
        guard let pointer = target.string, pointer == "#" || pointer.hasPrefix("#/") else {
            throw fault(place, "$ref must lead into the schema itself, as \"#/$defs/name\"")
        }
        unresolved.append(pointer)
        return .reference(pointer)
    }

    private func resolve(_ pointer: String) -> JSON? {
        var value = document
        for part in pointer.split(separator: "/").dropFirst() {
            let name = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
            if let next = value[name] {
                value = next
            } else if let place = Int(name), let next: JSON = value[place] {
                value = next
            } else {
                return nil
            }
        }
        return value
    }

    private mutating func read(
        _ word: String, _ value: JSON, at place: String, into checks: inout JSON.Schema.Checks
    ) throws(JSON.SchemaError) {
        switch word {
        case "type": checks.types = try types(value, at: place)
        case "nullable": checks.isNullable = try bool(value, at: place)
        case "enum":
            guard let values = value.array, !values.isEmpty else {
                throw fault(place, "enum must be an array that is not empty")
            }
            checks.allowed = narrowed(checks.allowed, to: values)
        case "const": checks.allowed = narrowed(checks.allowed, to: [value])
        case "properties":
            guard let object = value.object else { throw fault(place, "must be an object") }
            for entry in object.entries {
                checks.properties[entry.key] = try rule(entry.value, at: "\(place)/\(entry.key)")
            }
        case "required":
            guard let names = value.array?.map(\.string), !names.contains(nil) else {
                throw fault(place, "must be an array of names")
            }
            checks.required = names.compactMap(\.self)
        case "additionalProperties": checks.otherProperties = try rule(value, at: place)
        case "minProperties": checks.propertyCount.least = try count(value, at: place)
        case "maxProperties": checks.propertyCount.most = try count(value, at: place)
        case "items": checks.items = try rule(value, at: place)
        case "prefixItems": checks.firstItems = try rules(value, at: place)
        case "minItems": checks.itemCount.least = try count(value, at: place)
        case "maxItems": checks.itemCount.most = try count(value, at: place)
        case "uniqueItems": checks.itemsAreUnique = try bool(value, at: place)
        case "minimum": checks.minimum = try number(value, at: place)
        case "maximum": checks.maximum = try number(value, at: place)
        case "exclusiveMinimum": checks.above = try number(value, at: place)
        case "exclusiveMaximum": checks.below = try number(value, at: place)
        case "multipleOf":
            checks.multipleOf = try number(value, at: place)
            if checks.multipleOf ?? 0 <= 0 { throw fault(place, "must be above 0") }
        case "minLength": checks.length.least = try count(value, at: place)
        case "maxLength": checks.length.most = try count(value, at: place)
        case "pattern":
            guard let text = value.string, let pattern = try? NSRegularExpression(pattern: text)
            else { throw fault(place, "is no regular expression that can be used") }
            checks.pattern = pattern
        case "anyOf": checks.anyOf = try rules(value, at: place)
        case "oneOf": checks.oneOf = try rules(value, at: place)
        case "allOf": checks.allOf = try rules(value, at: place)
        case "not": checks.not = try rule(value, at: place)
        default:
            guard Self.descriptions.contains(word) else {
                throw fault(place, "'\(word)' is not checked here; leave it out")
            }
        }
    }

    /// `enum` and `const` together allow what both allow.
    private func narrowed(_ allowed: [JSON]?, to values: [JSON]) -> [JSON] {
        guard let allowed else { return values }
        return allowed.filter { one in values.contains { one.isSame(as: $0) } }
    }

    private func types(_ value: JSON, at place: String) throws(JSON.SchemaError)
        -> Set<JSON.Schema.TypeName>
    {
        let names = value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
        let types = names.compactMap(JSON.Schema.TypeName.init(rawValue:))
        guard !names.isEmpty, types.count == names.count,
            names.count == (value.array?.count ?? 1)
        else {
            let known = JSON.Schema.TypeName.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(place, "a type is one of \(known), or an array of them")
        }
        return Set(types)
    }

    private mutating func rules(_ value: JSON, at place: String) throws(JSON.SchemaError)
        -> [Rule]
    {
        guard let values = value.array, !values.isEmpty else {
            throw fault(place, "must be an array of schemas that is not empty")
        }
        var rules: [Rule] = []
        for (index, value) in values.enumerated() {
            rules.append(try rule(value, at: "\(place)/\(index)"))
        }
        return rules
    }

    private func bool(_ value: JSON, at place: String) throws(JSON.SchemaError) -> Bool {
        guard let bool = value.bool else { throw fault(place, "must be true or false") }
        return bool
    }

    private func number(_ value: JSON, at place: String) throws(JSON.SchemaError) -> Double {
        guard let number = value.double else { throw fault(place, "must be a number") }
        return number
    }

    private func count(_ value: JSON, at place: String) throws(JSON.SchemaError) -> Int {
        guard let count = value.int, count >= 0 else {
            throw fault(place, "must be a whole number from 0")
        }
        return count
    }

    private func fault(_ place: String, _ reason: String) -> JSON.SchemaError {
        JSON.SchemaError(place: place, reason: reason)
    }
}
