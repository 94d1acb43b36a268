extension Builtins {
    static let dataFilters: [String: Callable.Body] = [
        "tojson": { (a) throws(JinjaError) in
            var text = try JSON.text(of: a.subject, indent: try a.int("indent", at: 1))
            for (character, escape) in [
                ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027"),
            ] {
                text = PythonString.split(text, by: character).joined(separator: escape)
            }
            return .string(text)
        },
        "pprint": { (a) throws(JinjaError) in
            .string(try PrettyPrinter().text(of: a.subject))
        },
    ]
}
