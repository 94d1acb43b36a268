/// A catalogue as a tree for reading: extensions, then schemas with what is in them.
public struct CatalogueTree: Sendable {
    public struct Line: Sendable, Hashable {
        /// 0 for the outermost.
        public var depth: Int
        /// What kind of thing, then its name: `index`, `users_email_idx`. Columns have no kind.
        public var kind: String
        public var name: String
        public var text: String
    }

    public private(set) var lines: [Line] = []

    public init(_ catalogue: Catalogue) {
        for object in catalogue.sorted where object.id.kind == .extension { add(object, depth: 0) }
        let schemas = Set(catalogue.objects.keys.map { $0.kind == .schema ? $0.name : $0.schema })
        for schema in schemas.filter({ !$0.isEmpty }).sorted() {
            let id = ObjectID(.schema, schema: "", schema)
            add(catalogue[id] ?? SchemaObject(id), depth: 0)
            for object in catalogue.sorted where object.id.schema == schema {
                guard !object.id.kind.isPart else { continue }
                add(object, depth: 1)
                for kind in ObjectKind.allCases where kind.isPart {
                    for part in catalogue.parts(of: object.id, kind)
                    where catalogue.owner(of: part.id) == object.id {
                        add(part, depth: 2)
                    }
                }
            }
        }
    }

    private mutating func add(_ object: SchemaObject, depth: Int) {
        let kind =
            switch object.id.kind {
            case .column: ""
            case .constraint: object[.type] == "primary key" ? "key" : "constraint"
            default: object.id.kind.rawValue
            }
        lines.append(
            Line(
                depth: depth, kind: kind, name: object.id.name, text: ObjectText.summary(object)))
    }
}
