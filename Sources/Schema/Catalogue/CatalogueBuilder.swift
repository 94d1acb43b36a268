import JSON

/// Puts a catalogue together from the answers to `CatalogueQuery`.
struct CatalogueBuilder {
    /// Where the system's catalogues keep something: `pg_class`, 16402, column 2.
    struct Address: Hashable {
        var table: String
        var oid: Int64
        var sub: Int
    }

    private var objects: [Address: SchemaObject] = [:]
    private var aliases: [Address: Address] = [:]
    private var edges: [(from: Address, to: Address)] = []

    mutating func add(_ id: ObjectID, facts: JSON, at address: Address) {
        var known: [Fact: JSON] = [:]
        for entry in facts.object?.entries ?? [] where !entry.value.isNull {
            if let fact = Fact(rawValue: entry.key) { known[fact] = entry.value }
        }
        objects[address] = SchemaObject(id, known)
    }

    /// - Parameter column: where it is one; a column that is told with another has its grants told
    ///   with the table.
    mutating func addAccess(owner: String?, grants: String?, column: String?, at address: Address) {
        if objects[address] != nil {
            objects[address]?.facts[.owner] = owner.map(JSON.string)
            objects[address]?.facts[.grants] = grants.map(JSON.string)
        } else if let column, let grants {
            let table = Address(table: address.table, oid: address.oid, sub: 0)
            let before = objects[table]?[.grants].map { $0 + "; " } ?? ""
            objects[table]?.facts[.grants] = .string("\(before)(\(column)) \(grants)")
        }
    }

    mutating func alias(_ address: Address, for other: Address) { aliases[address] = other }

    mutating func depends(_ address: Address, on other: Address) { edges.append((address, other)) }

    func build() -> Catalogue {
        var built: [ObjectID: SchemaObject] = [:]
        for object in objects.values { built[object.id] = object }
        var catalogue = Catalogue(built.values)
        // What stands on a column stands on its table too; a column may be told with a parent.
        let whole = edges.compactMap { edge in
            edge.to.sub == 0
                ? nil
                : (
                    from: edge.from,
                    to: Address(table: edge.to.table, oid: edge.to.oid, sub: 0)
                )
        }
        for edge in edges + whole {
            guard let from = resolve(edge.from, isPart: false), let to = resolve(edge.to),
                from != to,
                // A table does not require its own parts.
                !(to.table == from.name && to.schema == from.schema && !from.kind.isPart)
            else { continue }
            built[from]?.requires.insert(to)
        }
        for id in built.keys {
            if let owner = catalogue.owner(of: id) { built[id]?.requires.insert(owner) }
            let schema = ObjectID(.schema, schema: "", id.schema)
            if !id.schema.isEmpty, built[schema] != nil { built[id]?.requires.insert(schema) }
        }
        catalogue = Catalogue(built.values)
        return catalogue
    }

    /// What an address stands for: the thing there, the one it is an alias of, or, for a column that
    /// is none of its own, the table.
    ///
    /// - Parameter isPart: whether a column that is told with a parent stands for the parent's.
    private func resolve(_ address: Address, isPart: Bool = true) -> ObjectID? {
        var address = address
        for _ in 0..<16 {
            if let object = objects[address] { return object.id }
            if !isPart, address.table == "pg_class" { address.sub = 0 }
            if let object = objects[address] { return object.id }
            if let other = aliases[address] {
                address = other
            } else if address.sub != 0 {
                address.sub = 0
            } else {
                return nil
            }
        }
        return nil
    }
}
