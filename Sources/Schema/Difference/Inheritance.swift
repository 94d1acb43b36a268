/// What tables have from the tables they inherit from.
///
/// A column or check of a parent is told with the parent only. Where a child is cut off from it or
/// comes to it, both catalogues have to say what the child itself has.
struct Inheritance {
    private let catalogue: Catalogue
    private let tables: [String: ObjectID]

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        tables = Dictionary(
            catalogue.objects.keys.filter { $0.kind == .table }.map { ($0.sqlName, $0) }
        ) { $1 }
    }

    /// Columns and checks that a table has from its parents, and theirs, as if they were its own.
    func copies(for table: ObjectID) -> [SchemaObject] {
        var copies: [ObjectID: SchemaObject] = [:]
        for parent in (catalogue[table]?.list(.inherits) ?? []).compactMap({ tables[$0] }) {
            let own =
                catalogue.parts(of: parent, .column)
                + catalogue.parts(of: parent, .constraint).filter(isPassedOn)
            for object in self.copies(for: parent) + own {
                var copy = object
                copy.id.schema = table.schema
                copy.id.table = table.name
                copy.facts[.identity] = nil
                copy.facts[.inherited] = nil
                // A child does not get these.
                for fact in [Fact.comment, .options, .statisticsTarget] { copy.facts[fact] = nil }
                copy.requires = Set(
                    object.requires.map { required in
                        var required = required
                        if required == parent { return table }
                        if required.table == parent.name, required.schema == parent.schema {
                            required.schema = table.schema
                            required.table = table.name
                        }
                        return required
                    })
                copies[copy.id] = copy
            }
        }
        return Array(copies.values)
    }

    private func ancestors(of table: ObjectID) -> [ObjectID] {
        (catalogue[table]?.list(.inherits) ?? []).compactMap { tables[$0] }
            .flatMap { [$0] + ancestors(of: $0) }
    }

    private func isPassedOn(_ constraint: SchemaObject) -> Bool {
        constraint[.type] == "check"
            && !(constraint[.definition]?.contains(" NO INHERIT") ?? false)
    }

    /// The parent's column or check of which this is a copy.
    func original(of id: ObjectID) -> ObjectID? {
        guard let name = id.table,
            let table = catalogue[ObjectID(.table, schema: id.schema, name)]
        else { return nil }
        for parent in table.list(.inherits).compactMap({ tables[$0] }) {
            let same = ObjectID(id.kind, schema: parent.schema, table: parent.name, id.name)
            guard let object = catalogue[same] else {
                if let further = original(of: same) { return further }
                continue
            }
            return object.isTrue(.inherited) ? original(of: same) ?? same : same
        }
        return nil
    }

    /// The catalogue without columns and checks that a child has of its own and from a parent as
    /// well; what stands on them stands on the parent's.
    func withoutCopies(keeping isKept: (ObjectID) -> Bool = { _ in false }) -> Catalogue {
        var gone: [ObjectID: ObjectID] = [:]
        for object in catalogue.objects.values
        where object.isTrue(.inherited) && !isKept(object.id) {
            if let original = original(of: object.id) { gone[object.id] = original }
        }
        // A parent's goes before the child's own can.
        var kept: [ObjectID: Set<ObjectID>] = [:]
        for object in catalogue.objects.values
        where object.isTrue(.inherited) && gone[object.id] == nil {
            if let original = original(of: object.id) {
                kept[original, default: []].insert(object.id)
            }
        }
        guard !gone.isEmpty || !kept.isEmpty else { return catalogue }
        return catalogue.replacing(
            catalogue.objects.values.filter { gone[$0.id] == nil }.map { object in
                var object = object
                object.requires = Set(object.requires.map { gone[$0] ?? $0 })
                object.requires.formUnion(kept[object.id] ?? [])
                object.requires.remove(object.id)
                return object
            })
    }

    /// The catalogue in which these tables have all they have as their own.
    func spelledOut(_ spelled: Set<ObjectID>) -> Catalogue {
        guard !spelled.isEmpty else { return catalogue }
        var objects = catalogue.objects
        for table in spelled.sorted() {
            for copy in copies(for: table) where objects[copy.id] == nil {
                objects[copy.id] = copy
                guard let original = original(of: copy.id) else { continue }
                for (id, object) in objects
                where object.requires.contains(original) && object.requires.contains(table)
                    && id.table != table.name
                {
                    objects[id]?.requires.insert(copy.id)
                }
            }
        }
        for (id, object) in objects where object.isTrue(.inherited) {
            if let name = id.table, spelled.contains(ObjectID(.table, schema: id.schema, name)) {
                objects[id]?.facts[.inherited] = nil
            }
        }
        return catalogue.replacing(Array(objects.values))
    }

    /// Both catalogues so that a patch can be written from one to the other.
    static func compared(_ before: Catalogue, _ after: Catalogue) -> (Catalogue, Catalogue) {
        let parents = Inheritance(before)
        let moved = Set(
            before.objects.values.filter { table in
                guard table.id.kind == .table else { return false }
                if let later = after[table.id] {
                    return later.list(.inherits) != table.list(.inherits)
                }
                // It goes, and is cut off before from those that stay.
                return parents.ancestors(of: table.id).contains { after[$0] != nil }
            }.map(\.id))
        let old = Inheritance(before).spelledOut(moved)
        let new = Inheritance(after).spelledOut(moved)
        let (earlier, later) = (Inheritance(old), Inheritance(new))
        // A copy comes to light where the parent's is no more, or another.
        func comesToLight(_ id: ObjectID) -> Bool {
            guard new.owner(of: id) != nil,
                id.kind != .column || old[id]?.isTrue(.local) ?? false
            else { return false }
            guard let original = later.original(of: id) else { return true }
            return id.kind == .constraint
                && old[id]?[.definition] != new[original]?[.definition]
        }
        return (
            earlier.withoutCopies(keeping: comesToLight),
            later.withoutCopies()
        )
    }
}

extension Catalogue {
    fileprivate func replacing(_ objects: [SchemaObject]) -> Catalogue {
        var catalogue = Catalogue(objects)
        catalogue.notCovered = notCovered
        return catalogue
    }
}
