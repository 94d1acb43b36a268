import JSON

/// What a database is made of: its tables, columns, indexes and the rest, without the rows.
///
/// Everything is written as PostgreSQL itself writes it with an empty search path, so two
/// catalogues of the same schema are equal however the schema was written.
public struct Catalogue: Sendable, Hashable {
    public private(set) var objects: [ObjectID: SchemaObject]
    /// What is in the database and not in here, told once: `2 foreign tables`.
    public var notCovered: [String] = []

    public init(_ objects: some Sequence<SchemaObject> = []) {
        self.objects = Dictionary(objects.map { ($0.id, $0) }) { $1 }
    }

    public subscript(id: ObjectID) -> SchemaObject? { objects[id] }

    public var isEmpty: Bool { objects.isEmpty }

    /// Sorted by kind and name.
    public var sorted: [SchemaObject] { objects.values.sorted { $0.id < $1.id } }

    /// The parts of a table or view of one kind: columns in their order, others by name.
    public func parts(of table: ObjectID, _ kind: ObjectKind) -> [SchemaObject] {
        objects.values.filter {
            $0.id.kind == kind && $0.id.schema == table.schema && $0.id.table == table.name
        }.sorted {
            ($0.facts[.position]?.int ?? 0, $0.id) < ($1.facts[.position]?.int ?? 0, $1.id)
        }
    }

    /// The table, view or materialized view that a part belongs to.
    public func owner(of id: ObjectID) -> ObjectID? {
        guard let table = id.table else { return nil }
        return [.table, .view, .materializedView].lazy
            .map { ObjectID($0, schema: id.schema, table) }.first { objects[$0] != nil }
    }

    /// Without what the scope leaves out.
    public func limited(to scope: Scope) -> Catalogue {
        var limited = Catalogue(objects.values.filter { scope.includes($0.id) })
        limited.notCovered = notCovered
        return limited
    }

    public static func == (one: Self, other: Self) -> Bool {
        one.objects.count == other.objects.count
            && one.objects.allSatisfy { id, object in
                other.objects[id]?.differences(from: object).isEmpty ?? false
            }
    }
}
