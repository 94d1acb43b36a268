/// How a value gets from one type to another.
enum CastPath {
    /// `text::` where the types are not of one family, so that no cast leads straight from one to
    /// the other; else nothing.
    static func through(_ old: String, _ new: String) -> String {
        let (from, to) = (family(old), family(new))
        return from == to || from == "string" || to == "string" ? "" : "text::"
    }

    /// Types of a family can be cast into one another. Any can be cast into a string and back.
    private static func family(_ type: String) -> String {
        let isArray = type.hasSuffix("[]")
        let base = base(type)
        return (families[base] ?? base) + (isArray ? "[]" : "")
    }

    /// `numeric(10,2)[]` is a `numeric`.
    private static func base(_ type: String) -> String {
        var text = type.replacing("[]", with: "")
        if let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close {
            text.removeSubrange(open...close)
        }
        return text
    }

    private static let families: [String: String] = [
        "smallint": "number", "integer": "number", "bigint": "number", "numeric": "number",
        "real": "number", "double precision": "number", "text": "string",
        "character varying": "string", "character": "string", "name": "string",
        "date": "time", "timestamp without time zone": "time", "timestamp with time zone": "time",
        "json": "json", "jsonb": "json", "inet": "address", "cidr": "address",
        "bit": "bits", "bit varying": "bits",
    ]
}
