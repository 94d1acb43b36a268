extension Builtins {
    static let selectionFilters: [String: Callable.Body] = [
        "map": map,
        "select": { (a) throws(JinjaError) in try select(a, keeps: true, byAttribute: false) },
        "reject": { (a) throws(JinjaError) in try select(a, keeps: false, byAttribute: false) },
        "selectattr": { (a) throws(JinjaError) in try select(a, keeps: true, byAttribute: true) },
        "rejectattr": { (a) throws(JinjaError) in try select(a, keeps: false, byAttribute: true) },
        "attr": { (a) throws(JinjaError) in
            let name = try a.required("name", at: 1).text()
            return try a.subject.ownAttribute(name)
                ?? a.undefined("'\(a.subject.typeName) object' has no attribute '\(name)'")
        },
        "default": defaultValue,
        "d": defaultValue,
    ]

    @Sendable private static func map(_ a: Arguments) throws(JinjaError) -> Value {
        if a.positional.count == 1, let attribute = a["attribute"] {
            if let surplus = a.named.first(where: { $0.name != "attribute" && $0.name != "default" }
            ) {
                throw JinjaError(
                    .argument, "map got an unexpected keyword argument '\(surplus.name)'")
            }
            let path = AttributePath(attribute, default: a["default"])
            return .generator(
                try a.mapped { (element) throws(JinjaError) in
                    try path.value(of: element, a)
                })
        }
        guard a.positional.count > 1 else {
            throw JinjaError(.argument, "map requires a filter argument")
        }
        let name = try a.positional[1].text()
        guard let filter = a.rendering?.environment.filters[name] else {
            throw JinjaError(.unknownName, "No filter named '\(name)'.")
        }
        return .generator(
            try a.mapped { (element) throws(JinjaError) in
                try filter.call(a.applied(to: element, dropping: 2))
            })
    }

    private static func select(
        _ a: Arguments, keeps: Bool, byAttribute: Bool
    ) throws(JinjaError) -> Value {
        var path: AttributePath?
        if byAttribute {
            guard a.positional.count > 1 else {
                throw JinjaError(.argument, "Missing parameter for attribute name")
            }
            path = AttributePath(a.positional[1])
        }
        let place = byAttribute ? 2 : 1
        var test: Callable?
        if a.positional.count > place {
            let name = try a.positional[place].text()
            test = a.rendering?.environment.tests[name]
            guard test != nil else { throw JinjaError(.unknownName, "No test named '\(name)'.") }
        }
        var kept: [Value] = []
        // Jinja takes anything false for an empty sequence here, `none` too.
        guard try a.subject.truth() else { return .generator([]) }
        for element in try a.subject.iterated() {
            try a.rendering?.meter.countIterations()
            let value = try path?.value(of: element, a) ?? element
            let result = try test?.call(a.applied(to: value, dropping: place + 1)) ?? value
            if try result.truth() == keeps { kept.append(element) }
        }
        return .generator(kept)
    }

    @Sendable private static func defaultValue(_ a: Arguments) throws(JinjaError) -> Value {
        try a.allow(["value", "default_value", "boolean"], in: "default")
        let replacement = try a.value("default_value", at: 1) ?? .string("")
        if a.subject.isUndefined { return replacement }
        if try a.bool("boolean", at: 2) == true, try !a.subject.truth() { return replacement }
        return a.subject
    }
}

extension Arguments {
    /// A transformation of every element of the subject.
    fileprivate func mapped(
        _ transform: (Value) throws(JinjaError) -> Value
    ) throws(JinjaError) -> [Value] {
        var result: [Value] = []
        guard try subject.truth() else { return [] }
        for element in try subject.iterated() {
            try rendering?.meter.countIterations()
            result.append(try transform(element))
        }
        return result
    }
}
