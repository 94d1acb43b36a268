import PostgreSQL

/// Decides what is dropped first, made, altered and dropped last.
struct PatchPlan {
    /// Dropped before anything is made, dependants first.
    private(set) var droppedEarly: Set<ObjectID> = []
    /// Dropped when nothing uses them any more.
    private(set) var droppedLate: Set<ObjectID> = []
    /// New things, and those that are made again.
    private(set) var made: Set<ObjectID> = []
    /// There before and after, and dropped only to be made again.
    private(set) var remade: Set<ObjectID> = []
    private(set) var altered: Set<ObjectID> = []
    /// Columns whose default stands in the way of something that changes.
    private(set) var unsetDefaults: Set<ObjectID> = []
    /// Sequences that must not go with the column that owned them.
    private(set) var loosened: Set<ObjectID> = []
    /// Columns that are text for the moment, because their type has to go or to change.
    private(set) var parked: Set<ObjectID> = []
    private(set) var byHand: [String] = []

    private let before: Catalogue
    let after: Catalogue
    private let dependants: [ObjectID: Set<ObjectID>]
    private let changes: [ObjectID: CatalogueDifference.Change]
    /// Which of the things to come have a name that only one of them can have.
    private let relations: [String: Set<ObjectID>]

    init(_ difference: CatalogueDifference) {
        before = difference.before
        after = difference.after
        // What is inherited and has something for itself comes last, by itself.
        changes = difference.changes.filter {
            difference.before[$0.key] != nil || difference.after[$0.key] != nil
        }
        dependants = DependencyOrder(before.objects.values).dependants
        relations = Self.relationNames(difference.after)
        for change in difference.sorted { sort(change) }
        loosenPartitions()
        closeEarly()
        for id in remade {
            droppedEarly.insert(id)
            made.insert(id)
            altered.remove(id)
        }
        leaveToOwners()
    }

    private mutating func sort(_ change: CatalogueDifference.Change) {
        let id = change.id
        if isMovedByPartitioning(id) { return }
        guard let old = change.before else {
            made.insert(id)
            if id.kind == .column, before.owner(of: id) != nil { parkUsers(of: id) }
            return
        }
        guard let new = change.after else {
            switch id.kind {
            case .function, .procedure, .aggregate, .table, .sequence, .enumeration, .compositeType,
                .range,
                .domain, .extension, .schema:
                if isNameTaken(id) || isCutOff(old) {
                    droppedEarly.insert(id)
                } else {
                    droppedLate.insert(id)
                }
                // It may go with the column that owns it, before others that use it.
                if id.kind == .sequence {
                    disturb(id, isGone: true)
                    unsetDefaults.formUnion(
                        (dependants[id] ?? []).filter { column in
                            column.kind == .column && after[column] == nil
                                && before[column]?[.default] != nil
                                && "\(column.sqlTable).\(SQLName.text(column.name))"
                                    != old[.ownedBy]
                        })
                }
            default:
                droppedEarly.insert(id)
                disturb(id, isGone: true)
            }
            return
        }
        if mustBeRemade(old, new, change.facts) {
            remake(id)
        } else {
            altered.insert(id)
            if id.kind == .column, change.facts.contains(.type) || change.facts.contains(.collation)
            {
                disturb(id, isGone: false)
                parkUsers(of: id)
            }
            if id.kind == .domain, change.facts.contains(.checks) || change.facts.contains(.notNull)
            {
                parkUsers(of: id, direct: false)
            }
            if id.kind == .sequence, change.facts.contains(.ownedBy), old[.ownedBy] != nil {
                loosened.insert(id)
            }
        }
    }

    /// A column that a table now has from its parent, or no longer has from it, is there all along.
    private func isMovedByPartitioning(_ id: ObjectID) -> Bool {
        guard id.kind == .column, let name = id.table, let change = changes[id],
            change.before == nil || change.after == nil
        else { return false }
        let side = change.before == nil ? before : after
        guard let table = side[ObjectID(.table, schema: id.schema, name)] else { return false }
        let parents = Set(table.list(.inherits) + [table[.partitionOf]].compactMap { $0 })
        return side.objects.keys.contains { other in
            other.kind == .column && other.name == id.name && parents.contains(other.sqlTable)
                && side[other]?[.type] == (change.before ?? change.after)?[.type]
        }
    }

    /// Whether a table goes whose parent stays: it is cut off from it first of all, and what is
    /// done to the parent's columns does not reach it any more.
    private func isCutOff(_ table: SchemaObject) -> Bool {
        let parents = table.list(.inherits) + [table[.partitionOf]].compactMap { $0 }
        return !parents.isEmpty
            && after.objects.keys.contains { $0.kind == .table && parents.contains($0.sqlName) }
    }

    /// Whether something new has the name, so that the old one must go first.
    private func isNameTaken(_ id: ObjectID) -> Bool {
        guard let name = before[id].flatMap(Self.relationName) else { return false }
        return !(relations[name] ?? []).subtracting([id]).isEmpty
    }

    private static func relationNames(_ catalogue: Catalogue) -> [String: Set<ObjectID>] {
        var names: [String: Set<ObjectID>] = [:]
        for object in catalogue.objects.values {
            if let name = relationName(object) { names[name, default: []].insert(object.id) }
        }
        return names
    }

    /// What no two relations or types, and no two routines, can both be called; nil for what has
    /// its name within its table.
    private static func relationName(_ object: SchemaObject) -> String? {
        switch object.id.kind {
        case .table, .view, .materializedView, .sequence, .index, .enumeration, .compositeType,
            .range, .domain:
            "relation \(object.id.schema).\(object.id.name)"
        case .constraint where ["primary key", "unique", "exclude"].contains(object[.type]):
            "relation \(object.id.schema).\(object.id.name)"
        case .function, .procedure, .aggregate: "routine \(object.id.schema).\(object.id.name)"
        default: nil
        }
    }

    /// Keys that refer to a table that loses or gains a partition hold on to the partition.
    private mutating func loosenPartitions() {
        let parents = Set(
            changes.values.flatMap { change in
                change.id.kind == .table
                    && (change.before == nil || change.after == nil
                        || change.facts.contains(.partitionOf) || change.facts.contains(.bound))
                    ? [change.before?[.partitionOf]].compactMap { $0 } : []
            })
        guard !parents.isEmpty else { return }
        for object in before.objects.values
        where object[.type] == "foreign key" && after[object.id] != nil {
            if object.requires.contains(where: {
                parents.contains($0.kind == .table ? $0.sqlName : $0.sqlTable)
            }) {
                remake(object.id)
            }
        }
    }

    /// Whatever stands on a thing that goes early goes early too, or is made again.
    private mutating func closeEarly() {
        var closed: Set<ObjectID> = []
        while true {
            let open = droppedEarly.union(remade).subtracting(closed)
            guard !open.isEmpty else { return }
            for id in open.sorted() {
                closed.insert(id)
                for dependant in dependants[id] ?? [] where after[dependant] == nil {
                    // A part goes with what it belongs to.
                    let unit = before.owner(of: dependant).flatMap { after[$0] == nil ? $0 : nil }
                    let gone = unit ?? dependant
                    droppedLate.remove(gone)
                    if gone != id { droppedEarly.insert(gone) }
                }
                disturb(id, isGone: true)
            }
        }
    }

    /// Columns of a type that changes or goes are text for the moment.
    ///
    /// - Parameters:
    ///   - id: a type; or a column, and the row type of its table is meant.
    ///   - direct: whether columns that are of just this type are among them.
    private mutating func parkUsers(of id: ObjectID, direct: Bool = true) {
        var seen: Set<ObjectID> = []
        func users(_ type: ObjectID, _ isDirect: Bool) -> [ObjectID] {
            guard seen.insert(type).inserted else { return [] }
            var found: [ObjectID] = []
            for dependant in (dependants[type] ?? []).sorted() {
                switch dependant.kind {
                case .column where dependant.table != type.name || dependant.schema != type.schema:
                    if isDirect || before[dependant]?[.type] != type.sqlName {
                        found.append(dependant)
                    }
                case .compositeType, .domain, .range: found += users(dependant, true)
                default: break
                }
            }
            return found
        }
        let type = id.kind == .column ? before.owner(of: id) : id
        guard let type else { return }
        for column in users(type, direct) { park(column) }
    }

    private mutating func park(_ id: ObjectID) {
        guard after[id] != nil, parked.insert(id).inserted else { return }
        altered.insert(id)
        if before[id]?[.default] != nil { unsetDefaults.insert(id) }
        disturb(id, isGone: true)
        parkUsers(of: id)
    }

    private mutating func remake(_ id: ObjectID) {
        guard remade.insert(id).inserted else { return }
        disturb(id, isGone: true)
    }

    /// Finds what stands in the way when a thing goes, or a column changes its type.
    private mutating func disturb(
        _ id: ObjectID, isGone: Bool
    ) {
        for dependant in (dependants[id] ?? []).sorted() where after[dependant] != nil {
            switch dependant.kind {
            case .column:
                if dependant.table == id.table,
                    id.kind == .column || before[dependant]?[.generated] != nil
                {
                    if before[dependant]?[.generated] != nil { remake(dependant) }
                } else if id.kind.isType, isGone, before.owner(of: dependant) != id {
                    park(dependant)
                } else if before[dependant]?[.generated] != nil {
                    remake(dependant)
                } else if before[dependant]?[.default] != nil {
                    unsetDefaults.insert(dependant)
                    altered.insert(dependant)
                }
            case .index, .statistics:
                if isGone { remake(dependant) }
            case .constraint:
                let isForeign = before[dependant]?[.type] == "foreign key"
                if isGone || isForeign { remake(dependant) }
            case .view, .materializedView, .viewColumn, .rule, .trigger, .policy, .function,
                .procedure, .aggregate:
                remake(dependant)
            case .compositeType, .domain, .range:
                if isGone { remake(dependant) }
            default: break
            }
        }
    }

    /// What goes with the table, view or column it belongs to needs no statement of its own.
    private mutating func leaveToOwners() {
        let gone = droppedEarly.union(droppedLate)
        droppedEarly = droppedEarly.filter { id in
            guard let owner = before.owner(of: id), gone.contains(owner) else { return true }
            if isNameTaken(id), id.kind == .index || id.kind == .constraint,
                droppedLate.contains(owner)
            {
                return true
            }
            // A key that refers to another table must go before what it refers to there.
            guard id.kind == .constraint, before[id]?[.type] == "foreign key" else { return false }
            if before[owner]?[.partitionBy] != nil { return true }
            return (before[id]?.requires ?? []).contains { required in
                let target = required.kind == .table ? required : before.owner(of: required)
                return target != owner
                    && (gone.contains(required) || target.map(gone.contains) ?? false)
            }
        }
        droppedLate = droppedLate.filter { id in
            guard id.kind == .sequence, let owner = before[id]?[.ownedBy] else { return true }
            return !gone.contains { goner in
                goner.kind == .table && owner.hasPrefix(goner.sqlName + ".")
                    || goner.kind == .column
                        && owner == goner.sqlTable + "." + SQLName.text(goner.name)
            }
        }
    }
}
