/// A catalogue in which tables that are made carry their columns and inline constraints, because
/// one statement makes them all.
struct FoldedTables {
    private let catalogue: Catalogue
    private let made: Set<ObjectID>
    private let foldsAllParts: Bool
    /// The things with what they require, where parts stand for their table.
    private(set) var objects: [SchemaObject] = []

    /// - Parameters:
    ///   - made: tables among these are folded.
    ///   - foldsAllParts: indexes, triggers and policies too, because they go with their table.
    init(_ catalogue: Catalogue, made: Set<ObjectID>, foldsAllParts: Bool = false) {
        self.catalogue = catalogue
        self.made = made
        self.foldsAllParts = foldsAllParts
        var folded: [ObjectID: SchemaObject] = [:]
        for object in catalogue.objects.values {
            let unit = unit(object.id)
            var merged = folded[unit] ?? SchemaObject(unit)
            merged.requires.formUnion(object.requires.map(self.unit))
            merged.requires.remove(unit)
            folded[unit] = merged
        }
        objects = Array(folded.values)
    }

    func fold(_ ids: Set<ObjectID>) -> Set<ObjectID> { Set(ids.map(unit)) }

    func columns(of table: ObjectID) -> [SchemaObject] { catalogue.parts(of: table, .column) }

    func constraints(of table: ObjectID) -> [SchemaObject] {
        catalogue.parts(of: table, .constraint).filter(TableSQL.isInline)
    }

    private func unit(_ id: ObjectID) -> ObjectID {
        guard let name = id.table else { return id }
        if foldsAllParts {
            // What has a statement of its own is by itself.
            guard !made.contains(id), let owner = catalogue.owner(of: id), made.contains(owner)
            else { return id }
            return owner
        }
        if id.kind != .column, id.kind != .constraint { return id }
        let table = ObjectID(.table, schema: id.schema, name)
        guard made.contains(table) else { return id }
        if id.kind == .constraint, !(catalogue[id].map(TableSQL.isInline) ?? false) {
            return id
        }
        return table
    }
}
