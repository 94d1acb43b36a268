import Foundation

extension JSON.Schema {
    /// What of a value does not satisfy the schema; empty where all of it does. The first fifty.
    public func violations(of value: JSON) -> [JSON.SchemaViolation] {
        var check = SchemaCheckpoint(schema: self)
        check.check(value, root, at: "$")
        return Array(check.violations.prefix(50))
    }
}

/// One walk through a value.
private struct SchemaCheckpoint {
    typealias Rule = JSON.Schema.Rule

    let schema: JSON.Schema
    private(set) var violations: [JSON.SchemaViolation] = []
    /// What was checked where, and how it came out: references may lead to one schema on very many
    /// ways, and the answer is the same on each.
    private var known: [Visit: Bool] = [:]

    private struct Visit: Hashable {
        let pointer: String
        let place: String
    }

    init(schema: JSON.Schema) { self.schema = schema }

    mutating func check(_ value: JSON, _ rule: Rule, at place: String) {
        switch rule {
        case .always: break
        case .never: complain(place, "must not be there")
        case .reference(let pointer):
            let visit = Visit(pointer: pointer, place: place)
            switch known[visit] {
            case true?: break
            case false?: complain(place, "does not satisfy \(pointer)")
            case nil:
                let before = violations.count
                check(value, schema.definitions[pointer] ?? .never, at: place)
                known[visit] = violations.count == before
            }
        case .all(let checks): check(value, checks, at: place)
        }
    }

    private mutating func satisfies(_ value: JSON, _ rule: Rule, at place: String) -> Bool {
        let complaints = violations
        violations = []
        defer { violations = complaints }
        check(value, rule, at: place)
        return violations.isEmpty
    }

    private mutating func complain(_ place: String, _ reason: String) {
        violations.append(JSON.SchemaViolation(place: place, reason: reason))
    }

    private mutating func check(_ value: JSON, _ checks: JSON.Schema.Checks, at place: String) {
        if checks.isNullable && value.isNull { return }
        if let types = checks.types, !types.contains(where: { $0.fits(value) }) {
            let wanted = types.map(\.rawValue).sorted().joined(separator: " or ")
            complain(place, "is \(value.kindName), and must be \(wanted)")
            return
        }
        if let allowed = checks.allowed, !allowed.contains(where: { $0.isSame(as: value) }) {
            let shown = allowed.prefix(10).map { $0.text() }.joined(separator: ", ")
            complain(place, "must be one of \(shown)")
        }
        switch value {
        case .object(let object): check(object, checks, at: place)
        case .array(let items): check(items, checks, at: place)
        case .string(let text): check(text, checks, at: place)
        case .int, .double, .bigNumber: check(number: value, checks, at: place)
        case .null, .bool: break
        }
        for rule in checks.allOf { check(value, rule, at: place) }
        if !checks.anyOf.isEmpty,
            !checks.anyOf.contains(where: { satisfies(value, $0, at: place) })
        {
            complain(place, "satisfies none of the schemas of anyOf")
        }
        if !checks.oneOf.isEmpty {
            let count = checks.oneOf.count { satisfies(value, $0, at: place) }
            if count != 1 { complain(place, "satisfies \(count) schemas of oneOf instead of 1") }
        }
        if let not = checks.not, satisfies(value, not, at: place) {
            complain(place, "satisfies the schema of not")
        }
    }

    private mutating func check(
        _ object: JSON.Object, _ checks: JSON.Schema.Checks, at place: String
    ) {
        for name in checks.required where object[name] == nil {
            complain(place, "has no \"\(name)\"")
        }
        if let complaint = checks.propertyCount.complaint(object.count, "properties") {
            complain(place, complaint)
        }
        for entry in object.entries {
            let inner = "\(place).\(entry.key)"
            if let rule = checks.properties[entry.key] {
                check(entry.value, rule, at: inner)
            } else if let rule = checks.otherProperties {
                check(entry.value, rule, at: inner)
            }
        }
    }

    private mutating func check(_ items: [JSON], _ checks: JSON.Schema.Checks, at place: String) {
        if let complaint = checks.itemCount.complaint(items.count, "items") {
            complain(place, complaint)
        }
        for (index, item) in items.enumerated() {
            if index < checks.firstItems.count {
                check(item, checks.firstItems[index], at: "\(place)[\(index)]")
            } else if let rule = checks.items {
                check(item, rule, at: "\(place)[\(index)]")
            }
        }
        if checks.itemsAreUnique {
            for (index, item) in items.enumerated()
            where items[..<index].contains(where: { $0.isSame(as: item) }) {
                complain("\(place)[\(index)]", "is there twice")
                break
            }
        }
    }

    private mutating func check(_ text: String, _ checks: JSON.Schema.Checks, at place: String) {
        // Characters as JSON Schema counts them: Unicode scalars.
        if let complaint = checks.length.complaint(text.unicodeScalars.count, "characters") {
            complain(place, complaint)
        }
        if let pattern = checks.pattern {
            let whole = NSRange(text.startIndex..., in: text)
            if pattern.firstMatch(in: text, range: whole) == nil {
                complain(place, "does not match the pattern \(pattern.pattern)")
            }
        }
    }

    /// 1000, not 1000.0.
    private func text(of number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }

    private mutating func check(
        number value: JSON, _ checks: JSON.Schema.Checks, at place: String
    ) {
        guard let number = value.double else { return }
        if let limit = checks.minimum, number < limit {
            complain(place, "is below \(text(of: limit))")
        }
        if let limit = checks.maximum, number > limit {
            complain(place, "is above \(text(of: limit))")
        }
        if let limit = checks.above, number <= limit {
            complain(place, "is not above \(text(of: limit))")
        }
        if let limit = checks.below, number >= limit {
            complain(place, "is not below \(text(of: limit))")
        }
        if let step = checks.multipleOf {
            let quotient = number / step
            if (quotient - quotient.rounded()).magnitude > 1e-9 * max(1, quotient.magnitude) {
                complain(place, "is no multiple of \(text(of: step))")
            }
        }
    }
}

extension JSON {
    /// Equality as JSON Schema means it: 1 and 1.0 are one number, and the order of keys does not
    /// count.
    func isSame(as other: JSON) -> Bool {
        switch (self, other) {
        case (.object(let one), .object(let two)):
            one.count == two.count
                && one.entries.allSatisfy { entry in
                    two[entry.key].map { entry.value.isSame(as: $0) } ?? false
                }
        case (.array(let one), .array(let two)):
            one.count == two.count && zip(one, two).allSatisfy { $0.isSame(as: $1) }
        case (.int(let one), .double(let two)), (.double(let two), .int(let one)):
            Double(one) == two
        default: self == other
        }
    }
}
