/// What Jinja brings along.
enum Builtins {
    static let filters: [String: Callable] = callables([
        textFilters, wrappingFilters, escapingFilters, numberFilters, sequenceFilters,
        groupingFilters, selectionFilters, dataFilters,
    ])

    static let tests: [String: Callable] = callables([typeTests, comparisonTests])

    static let globals: [String: Value] = callables([functions]).mapValues { .callable($0) }

    private static func callables(_ tables: [[String: Callable.Body]]) -> [String: Callable] {
        var result: [String: Callable] = [:]
        for table in tables {
            for (name, body) in table {
                guard let parameters = parameters[name] else {
                    result[name] = Callable(name, body)
                    continue
                }
                result[name] = Callable(name) { (arguments) throws(JinjaError) in
                    try arguments.allow(["value"] + parameters, in: name)
                    return try body(arguments)
                }
            }
        }
        return result
    }

    /// The parameters after the value, of the filters and tests that do not check them themselves.
    private static let parameters: [String: [String]] = {
        var parameters = [
            "trim": ["chars"], "center": ["width"], "attr": ["name"], "tojson": ["indent"],
            "min": ["case_sensitive", "attribute"], "max": ["case_sensitive", "attribute"],
            "xmlattr": ["autospace"], "filesizeformat": ["binary"],
            "divisibleby": ["num"], "sameas": ["other"],
        ]
        for name in [
            "upper", "lower", "capitalize", "title", "string", "safe", "wordcount", "reverse",
            "length", "count", "first", "last", "list", "items", "escape", "e", "forceescape",
            "striptags", "urlencode", "abs", "pprint",
        ] {
            parameters[name] = []
        }
        return parameters
    }()

    private static let functions: [String: Callable.Body] = [
        "range": range,
        "dict": { (arguments) throws(JinjaError) in .dict(try dict(arguments)) },
        "namespace": { (arguments) throws(JinjaError) in
            let namespace = Namespace()
            for (key, value) in try dict(arguments).entries {
                namespace.set(try key.text(), value)
            }
            return .object(namespace)
        },
        "cycler": { (arguments) throws(JinjaError) in
            .object(try Cycler(arguments.positional))
        },
        "joiner": { (arguments) throws(JinjaError) in
            .object(Joiner(try arguments.string("sep", at: 0) ?? ", "))
        },
        "lipsum": { (_) throws(JinjaError) in
            throw JinjaError(
                .unsupported, "lipsum() is refused: a rendering must give the same text each time")
        },
    ]

    @Sendable private static func range(_ arguments: Arguments) throws(JinjaError) -> Value {
        guard (1...3).contains(arguments.positional.count), arguments.named.isEmpty else {
            throw JinjaError(.argument, "range() takes one to three integers")
        }
        var bounds: [Int] = []
        for value in arguments.positional {
            guard let bound = value.integral else {
                if case .undefined(let undefined) = value { throw undefined.error }
                throw JinjaError(
                    .type, "'\(value.typeName)' object cannot be interpreted as an integer")
            }
            bounds.append(bound)
        }
        return .object(
            try IntegerRange(
                start: bounds.count > 1 ? bounds[0] : 0,
                stop: bounds.count > 1 ? bounds[1] : bounds[0],
                step: bounds.count > 2 ? bounds[2] : 1,
                limit: (arguments.rendering?.limits ?? Environment.Limits()).iterations))
    }

    /// Python's `dict()`: a mapping or pairs, then entries by name.
    private static func dict(_ arguments: Arguments) throws(JinjaError) -> Dict {
        guard arguments.positional.count <= 1 else {
            throw JinjaError(.argument, "dict() takes at most one argument by place")
        }
        let dict = Dict()
        if let source = arguments.positional.first { try dict.update(with: source) }
        for (name, value) in arguments.named { dict[name] = value }
        return dict
    }
}

extension Dict {
    /// Takes over the entries of a dict, or pairs.
    func update(with source: Value) throws(JinjaError) {
        if case .dict(let other) = source {
            for (key, value) in other.entries { self[key] = value }
            return
        }
        for pair in try source.iterated() {
            let parts = try pair.iterated()
            guard parts.count == 2 else {
                throw JinjaError(
                    .value,
                    "dictionary update sequence element has length \(parts.count); 2 is required")
            }
            try parts[0].checkHashable()
            self[parts[0]] = parts[1]
        }
    }
}
