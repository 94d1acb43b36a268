import JSON

/// The statements that turn one catalogue into another, in an order in which they run.
///
/// First goes what stands in the way (views on a column that changes, constraints that change),
/// dependants first; then things are made and altered, each after what it requires; last goes what
/// nothing uses any more. What had to go only because it stood in the way is made again as it was.
public struct SchemaPatch: Sendable {
    public struct Statement: Sendable, Hashable {
        public var sql: String
        /// What a person should know before running it: `loses the rows of public.old`.
        public var warning: String?
    }

    public private(set) var statements: [Statement] = []
    /// What cannot be written as statements, and how to go about it.
    public private(set) var byHand: [String] = []

    private let difference: CatalogueDifference
    private var plan: PatchPlan

    public init(_ difference: CatalogueDifference) {
        self.difference = difference
        plan = PatchPlan(difference)
        byHand = plan.byHand
        clearTheWay()
        makeAndAlter()
        settle()
        let plan = plan
        for change in difference.inherited.changes(isMade: plan.made.contains) {
            guard let old = change.before, let new = change.after else { continue }
            add(AlterSQL.change(from: old, to: new, change.facts).statements)
        }
        takeAway()
        if statements.contains(where: { $0.sql.hasPrefix("CREATE OR REPLACE FUNCTION") }) {
            statements.insert(.init(sql: "SET LOCAL check_function_bodies = off"), at: 0)
        }
    }

    /// The statements as a script; warnings and what is left to a person are comments.
    public var script: String {
        var text = byHand.map { "-- BY HAND: \($0.replacing("\n", with: " "))\n" }.joined()
        for statement in statements {
            if let warning = statement.warning {
                text += "-- WARNING: \(warning.replacing("\n", with: " "))\n"
            }
            text += statement.sql + ";\n"
        }
        return text
    }

    private var before: Catalogue { difference.before }
    private var after: Catalogue { difference.after }

    private mutating func add(_ sql: [String], warning: String? = nil) {
        for (place, text) in sql.enumerated() {
            statements.append(Statement(sql: text, warning: place == 0 ? warning : nil))
        }
    }

    private mutating func drop(_ id: ObjectID, warns: Bool) {
        guard let object = before[id] else { return }
        add(DropSQL.statements(object), warning: warns ? DropSQL.loss(id) : nil)
    }

    /// Ends an inheritance. Where the parent has a check for itself alone under the name of one of
    /// the child's, PostgreSQL 15 to 17 take it for one that is passed on, and refuse: the child's
    /// has another name meanwhile.
    private mutating func leave(_ parents: [String], _ id: ObjectID) {
        let alter = "ALTER TABLE \(id.sqlName)"
        for parent in parents {
            let table = before.objects.keys.first { $0.kind == .table && $0.sqlName == parent }
            let checks = before.sorted.filter { check in
                guard let table, check.id.kind == .constraint, check.id.table == table.name,
                    check.id.schema == table.schema
                else { return false }
                let own = ObjectID(
                    .constraint, schema: id.schema, table: id.name, check.id.name)
                return check[.definition]?.contains(" NO INHERIT") == true && before[own] != nil
            }
            let names = checks.map(\.id.name).map { (SQLName.text($0), SQLName.text($0 + "_own")) }
            add(names.map { "\(alter) RENAME CONSTRAINT \($0.0) TO \($0.1)" })
            add(["\(alter) NO INHERIT \(parent)"])
            add(names.map { "\(alter) RENAME CONSTRAINT \($0.1) TO \($0.0)" })
        }
    }

    private mutating func clearTheWay() {
        let keys = plan.droppedEarly.filter { before[$0]?[.type] == "foreign key" }
        for id in keys.sorted() { drop(id, warns: !plan.remade.contains(id)) }
        let staying = Set(
            after.objects.keys.filter { $0.kind == .table && before[$0] != nil }.map(\.sqlName))
        for old in before.sorted where old.id.kind == .table {
            let id = old.id
            guard let new = after[id] else {
                // Another may take its place before it goes.
                if let parent = old[.partitionOf], staying.contains(parent) {
                    add(["ALTER TABLE \(parent) DETACH PARTITION \(id.sqlName)"])
                }
                leave(old.list(.inherits).filter(staying.contains), id)
                continue
            }
            leave(AlterSQL.parents(from: old, to: new).lost, id)
            let isMoved = old[.partitionOf] != new[.partitionOf] || old[.bound] != new[.bound]
            if let parent = old[.partitionOf], isMoved {
                add(["ALTER TABLE \(parent) DETACH PARTITION \(id.sqlName)"])
            }
        }
        for id in plan.loosened.sorted() {
            add(["ALTER SEQUENCE \(id.sqlName) OWNED BY NONE"])
        }
        for id in plan.unsetDefaults.sorted() {
            add(["ALTER TABLE \(id.sqlTable) ALTER COLUMN \(SQLName.text(id.name)) DROP DEFAULT"])
        }
        for id in earlyOrder.reversed() where !keys.contains(id) {
            if plan.parked.contains(id), !plan.droppedEarly.contains(id) {
                let name = SQLName.text(id.name)
                add([
                    "ALTER TABLE \(id.sqlTable) ALTER COLUMN \(name) TYPE text "
                        + "USING \(name)::text"
                ])
                continue
            }
            drop(id, warns: !plan.remade.contains(id))
        }
    }

    private mutating func makeAndAlter() {
        let units = FoldedTables(after, made: plan.made)
        for id in DependencyOrder(afterColumns(units)).sorted(
            units.fold(plan.made.union(plan.altered)))
        {
            guard let object = after[id] else { continue }
            if plan.made.contains(id) {
                if id.kind == .table {
                    add(
                        TableSQL.create(
                            object, columns: units.columns(of: id),
                            constraints: units.constraints(of: id)))
                } else if id.kind == .column, object[.identity] != nil, hasChildren(id) {
                    // PostgreSQL cannot add it to a table with children in one.
                    var plain = object
                    plain.facts[.identity] = nil
                    add(CreateSQL.statements(plain))
                    add(AlterSQL.change(from: plain, to: object, [.identity]).statements)
                } else {
                    add(CreateSQL.statements(object))
                }
            } else if plan.parked.contains(id), let old = before[id] {
                add(AlterSQL.change(from: asText(old), to: object, factsOfParked(id)).statements)
            } else if let change = difference.changes[id], let old = change.before {
                let result = AlterSQL.change(from: old, to: object, change.facts)
                add(result.statements)
                byHand += result.byHand
            }
            if plan.unsetDefaults.contains(id), !plan.parked.contains(id),
                !plan.made.contains(id), !plan.altered.contains(id) || !setsDefault(id),
                let value = object[.default]
            {
                add([
                    "ALTER TABLE \(id.sqlTable) ALTER COLUMN \(SQLName.text(id.name)) "
                        + "SET DEFAULT \(value)"
                ])
            }
        }
    }

    private func hasChildren(_ column: ObjectID) -> Bool {
        [before, after].contains { catalogue in
            catalogue.objects.values.contains { $0.list(.inherits).contains(column.sqlTable) }
        }
    }

    private func setsDefault(_ id: ObjectID) -> Bool {
        let facts = difference.changes[id]?.facts ?? []
        return facts.contains(.default) || facts.contains(.type) || facts.contains(.collation)
    }

    /// What refers to things that had to be made first: owners of sequences, replica identities.
    private mutating func settle() {
        for id in after.objects.keys.sorted()
        where [.sequence, .table, .materializedView].contains(id.kind) {
            guard let object = after[id] else { continue }
            let old = before[id]
            if id.kind == .sequence, let owner = object[.ownedBy], old?[.ownedBy] != owner {
                add(["ALTER SEQUENCE \(id.sqlName) OWNED BY \(owner)"])
            }
            guard id.kind == .table || id.kind == .materializedView else { continue }
            if let old {
                add(
                    AlterSQL.parents(from: old, to: object).gained.map {
                        "ALTER TABLE \(id.sqlName) INHERIT \($0)"
                    })
            }
            let known = plan.made.contains(id) ? nil : old
            if isToBeNamed(.cluster, known, object) {
                add([
                    "ALTER \(id.kind.sql) \(id.sqlName) "
                        + (object[.cluster].map { "CLUSTER ON \($0)" } ?? "SET WITHOUT CLUSTER")
                ])
            }
            if id.kind == .table, isToBeNamed(.replicaIdentity, known, object) {
                add([
                    "ALTER TABLE \(id.sqlName) REPLICA IDENTITY "
                        + (object[.replicaIdentity] ?? "DEFAULT")
                ])
            }
        }
    }

    /// Whether an index has to be named (again): one that is made anew is nobody's any more.
    private func isToBeNamed(_ fact: Fact, _ old: SchemaObject?, _ new: SchemaObject) -> Bool {
        if old?[fact] != new[fact] { return true }
        guard let name = new[fact]?.replacing("USING INDEX ", with: "") else { return false }
        return plan.remade.contains { part in
            part.table == new.id.name && part.schema == new.id.schema
                && [.index, .constraint].contains(part.kind) && SQLName.text(part.name) == name
        }
    }

    /// What stands on a table's rows comes after what the columns are to be.
    private func afterColumns(_ units: FoldedTables) -> [SchemaObject] {
        var columns: [ObjectID: Set<ObjectID>] = [:]
        for id in plan.made.union(plan.altered) where id.kind == .column {
            guard let table = after.owner(of: id), before[table] != nil else { continue }
            columns[table, default: []].insert(id)
        }
        guard !columns.isEmpty else { return units.objects }
        return units.objects.map { object in
            if [.function, .procedure, .aggregate].contains(object.id.kind) { return object }
            var object = object
            for table in object.requires where columns[table] != nil {
                if object.id.table == table.name, object.id.schema == table.schema { continue }
                object.requires.formUnion(columns[table] ?? [])
            }
            return object
        }
    }

    /// What goes early, each before what it requires once it is gone.
    private var earlyOrder: [ObjectID] {
        // Foreign keys are gone by then, or go with their tables.
        let rest = Catalogue(
            before.objects.values.map { object in
                guard object[.type] == "foreign key" else { return object }
                var object = object
                object.requires = []
                return object
            })
        let units = FoldedTables(rest, made: plan.droppedEarly, foldsAllParts: true)
        // A column's type cannot change while another's is the rows of its table.
        let parked = Dictionary(grouping: plan.parked) {
            ObjectID(.table, schema: $0.schema, $0.table ?? "")
        }
        let objects = units.objects.map { object in
            var object = object
            for table in object.requires where table.name != object.id.table {
                object.requires.formUnion(parked[table] ?? [])
            }
            return object
        }
        return DependencyOrder(objects).sorted(plan.droppedEarly.union(plan.parked))
    }

    private func asText(_ column: SchemaObject) -> SchemaObject {
        var column = column
        for fact in [Fact.default, .collation, .compression, .storage] { column.facts[fact] = nil }
        column.facts[.type] = "text"
        return column
    }

    private func factsOfParked(_ id: ObjectID) -> [Fact] {
        guard let old = before[id], let new = after[id] else { return [] }
        return new.differences(from: asText(old))
    }

    private mutating func takeAway() {
        let units = FoldedTables(before, made: plan.droppedLate, foldsAllParts: true)
        let order = DependencyOrder(units.objects).sorted(plan.droppedLate)
        for id in order.reversed() { drop(id, warns: true) }
    }
}
