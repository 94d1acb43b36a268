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
    private(set) var rebuiltEnums: Set<ObjectID> = []
    private(set) var byHand: [String] = []

    private let before: Catalogue
    private let after: Catalogue
    private let dependants: [ObjectID: Set<ObjectID>]
    private let changes: [ObjectID: CatalogueDifference.Change]

    init(_ difference: CatalogueDifference) {
        before = difference.before
        after = difference.after
        changes = difference.changes
        dependants = DependencyOrder(before.objects.values).dependants
        for change in difference.sorted { sort(change) }
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
            return
        }
        guard let new = change.after else {
            switch id.kind {
            case .function, .procedure, .table, .sequence, .enumeration, .compositeType, .range,
                .domain, .extension, .schema:
                if isNameTaken(id) { droppedEarly.insert(id) } else { droppedLate.insert(id) }
            case .column:
                droppedEarly.insert(id)
                disturb(id, isGone: true)
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
            }
            if id.kind == .enumeration, change.facts.contains(.labels),
                !AlterSQL.onlyAddsLabels(from: old, to: new)
            {
                rebuiltEnums.insert(id)
                let columns = EnumRebuild(old, new, before: before, after: after).columns
                for column in columns {
                    if column[.default] != nil { unsetDefaults.insert(column.id) }
                    if after[column.id]?[.default] != nil { altered.insert(column.id) }
                    disturb(column.id, isGone: false, rebuilds: true)
                }
                disturb(id, isGone: true, except: Set(columns.map(\.id)))
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
        }
    }

    /// Whether something new has the name, so that the old one must go first.
    private func isNameTaken(_ id: ObjectID) -> Bool {
        let kinds: [ObjectKind] = [
            .table, .view, .materializedView, .sequence, .index, .enumeration, .compositeType,
            .range, .domain,
        ]
        guard kinds.contains(id.kind) || id.kind == .function || id.kind == .procedure else {
            return false
        }
        let rivals: [ObjectKind] =
            kinds.contains(id.kind) ? kinds : [.function, .procedure, .aggregate]
        return after.objects.keys.contains { other in
            other != id && rivals.contains(other.kind) && other.schema == id.schema
                && other.name == id.name
        }
    }

    private func mustBeRemade(_ old: SchemaObject, _ new: SchemaObject, _ facts: [Fact]) -> Bool {
        switch new.id.kind {
        case .column: facts.contains(.generated) && !(new[.generated] == nil && isStored(old))
        case .constraint:
            facts.contains(.definition)
                && old[.definition] != (new[.definition] ?? "") + " NOT VALID"
        case .index: facts != [.comment]
        case .statistics, .rule, .policy, .aggregate, .compositeType, .range: facts != [.comment]
        case .trigger: facts.contains(.definition)
        case .domain: facts.contains(.type) || facts.contains(.collation)
        case .materializedView: facts.contains(.definition) || facts.contains(.accessMethod)
        case .view:
            facts.contains(.definition)
                && Array(new.list(.columns).prefix(old.list(.columns).count))
                    != old.list(.columns)
        case .function, .procedure: facts.contains(.arguments) || facts.contains(.returns)
        default: false
        }
    }

    private func isStored(_ column: SchemaObject) -> Bool {
        column[.generated]?.hasSuffix("STORED") ?? false
    }

    private mutating func remake(_ id: ObjectID) {
        guard remade.insert(id).inserted else { return }
        if id.kind == .enumeration || id.kind == .compositeType || id.kind == .range
            || id.kind == .domain
        {
            for dependant in dependants[id] ?? [] where dependant.kind == .column {
                byHand.append(
                    "the type \(id.path) changes and \(dependant.path) is of it: move the column "
                        + "to another type first, and back afterwards")
            }
        }
        disturb(id, isGone: true)
    }

    /// Finds what stands in the way when a thing goes, or a column changes its type.
    private mutating func disturb(
        _ id: ObjectID, isGone: Bool, rebuilds: Bool = false, except: Set<ObjectID> = []
    ) {
        for dependant in (dependants[id] ?? []).sorted()
        where after[dependant] != nil && !except.contains(dependant) {
            switch dependant.kind {
            case .column:
                if dependant.table == id.table,
                    id.kind == .column || before[dependant]?[.generated] != nil
                {
                    if before[dependant]?[.generated] != nil { remake(dependant) }
                } else if before[dependant]?[.default] != nil {
                    unsetDefaults.insert(dependant)
                    altered.insert(dependant)
                }
            case .index, .statistics:
                if isGone || rebuilds { remake(dependant) }
            case .constraint:
                let isForeign = before[dependant]?[.type] == "foreign key"
                let isCheck = before[dependant]?[.type] == "check"
                if isGone || isForeign || rebuilds && isCheck { remake(dependant) }
            case .view, .materializedView, .rule, .trigger, .policy, .function, .procedure,
                .aggregate:
                remake(dependant)
            default: break
            }
        }
    }

    /// What goes with the table, view or column it belongs to needs no statement of its own.
    private mutating func leaveToOwners() {
        let gone = droppedEarly.union(droppedLate)
        droppedEarly = droppedEarly.filter { id in
            guard let owner = before.owner(of: id), gone.contains(owner) else { return true }
            // A key that refers to another table must go before what it refers to there.
            guard id.kind == .constraint, before[id]?[.type] == "foreign key" else { return false }
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
