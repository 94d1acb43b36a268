public import JSON

/// A saved inspection.
extension Catalogue {
    private static let format = "dormouse-schema"
    private static let formatVersion = 1

    /// Whether this is a saved inspection, of whatever version.
    static func isInspection(_ json: JSON) -> Bool { json["format"]?.string == format }

    /// All things in a fixed order, each with its facts, so that two inspections can be compared as
    /// texts too.
    public var json: JSON {
        [
            "format": .string(Self.format), "version": .int(Self.formatVersion),
            "objects": .array(sorted.map(\.json)), "not_covered": JSON(notCovered),
        ]
    }

    /// Reads a saved inspection.
    ///
    /// - Throws: what is wrong with it.
    public init(json: JSON) throws(SchemaError) {
        guard Self.isInspection(json), let list = json["objects"]?.array else {
            throw SchemaError(
                .unreadable, "this is no inspection that dormouse schema inspect saved")
        }
        guard json["version"]?.int == Self.formatVersion else {
            throw SchemaError(
                .unreadable,
                "the inspection has format \(json["version"]?.text() ?? "?"); this program reads "
                    + "\(Self.formatVersion). Save it anew")
        }
        var objects: [SchemaObject] = []
        for entry in list { objects.append(try SchemaObject(json: entry)) }
        self.init(objects)
        notCovered = json["not_covered"]?.array?.compactMap(\.string) ?? []
    }
}

extension SchemaObject {
    /// `{"kind": "column", "schema": "public", "table": "users", "name": "email", "type": "text"}`
    public var json: JSON {
        var object = id.json.object ?? [:]
        for fact in Fact.allCases where facts[fact] != nil {
            // A thing's own name and schema keep their keys.
            let key = fact == .schema ? "in_schema" : fact.rawValue
            object[key] = facts[fact]
        }
        if !requires.isEmpty { object["requires"] = .array(requires.sorted().map(\.json)) }
        return .object(object)
    }

    init(json: JSON) throws(SchemaError) {
        self.init(try ObjectID(json: json))
        for fact in Fact.allCases {
            let key = fact == .schema ? "in_schema" : fact.rawValue
            if let value = json[key], !value.isNull { facts[fact] = value }
        }
        for entry in json["requires"]?.array ?? [] { requires.insert(try ObjectID(json: entry)) }
    }
}

extension ObjectID {
    public var json: JSON {
        var object: JSON.Object = ["kind": .string(kind.rawValue)]
        if !schema.isEmpty { object["schema"] = .string(schema) }
        if let table { object["table"] = .string(table) }
        object["name"] = .string(name)
        return .object(object)
    }

    init(json: JSON) throws(SchemaError) {
        guard let kind = json["kind"]?.string.flatMap(ObjectKind.init(rawValue:)),
            let name = json["name"]?.string
        else {
            throw SchemaError(.unreadable, "an object of the inspection has no kind or no name")
        }
        self.init(
            kind, schema: json["schema"]?.string ?? "", table: json["table"]?.string, name)
    }
}
