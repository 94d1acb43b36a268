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
        add([DropSQL.statement(object)], warning: warns ? DropSQL.loss(id) : nil)
    }

    private mutating func clearTheWay() {
        for id in plan.loosened.sorted() {
            add(["ALTER SEQUENCE \(id.sqlName) OWNED BY NONE"])
        }
        for id in plan.unsetDefaults.sorted() {
            add(["ALTER TABLE \(id.sqlTable) ALTER COLUMN \(SQLName.text(id.name)) DROP DEFAULT"])
        }
        let order = DependencyOrder(before.objects.values).sorted(plan.droppedEarly)
        for id in order.reversed() { drop(id, warns: !plan.remade.contains(id)) }
    }

    private mutating func makeAndAlter() {
        let units = FoldedTables(after, made: plan.made)
        for id in DependencyOrder(units.objects).sorted(units.fold(plan.made.union(plan.altered))) {
            guard let object = after[id] else { continue }
            if plan.made.contains(id) {
                if id.kind == .table {
                    add(
                        TableSQL.create(
                            object, columns: units.columns(of: id),
                            constraints: units.constraints(of: id)))
                } else {
                    add(CreateSQL.statements(object))
                }
            } else if plan.rebuiltEnums.contains(id), let old = before[id] {
                add(EnumRebuild(old, object, before: before, after: after).statements)
            } else if let change = difference.changes[id], let old = change.before {
                let result = AlterSQL.change(from: old, to: object, change.facts)
                add(result.statements)
                byHand += result.byHand
            }
            if plan.unsetDefaults.contains(id), !plan.altered.contains(id) || !setsDefault(id),
                let value = object[.default]
            {
                add([
                    "ALTER TABLE \(id.sqlTable) ALTER COLUMN \(SQLName.text(id.name)) "
                        + "SET DEFAULT \(value)"
                ])
            }
        }
    }

    private func setsDefault(_ id: ObjectID) -> Bool {
        let facts = difference.changes[id]?.facts ?? []
        return facts.contains(.default) || facts.contains(.type) || facts.contains(.collation)
    }

    /// What refers to things that had to be made first: owners of sequences, replica identities.
    private mutating func settle() {
        for id in after.objects.keys.sorted() where id.kind == .sequence || id.kind == .table {
            guard let object = after[id] else { continue }
            let old = before[id]
            if id.kind == .sequence, let owner = object[.ownedBy], old?[.ownedBy] != owner {
                add(["ALTER SEQUENCE \(id.sqlName) OWNED BY \(owner)"])
            }
            if id.kind == .table, old?[.replicaIdentity] != object[.replicaIdentity] {
                add([
                    "ALTER TABLE \(id.sqlName) REPLICA IDENTITY "
                        + (object[.replicaIdentity] ?? "DEFAULT")
                ])
            }
        }
    }

    private mutating func takeAway() {
        let units = FoldedTables(before, made: plan.droppedLate, foldsAllParts: true)
        let order = DependencyOrder(units.objects).sorted(plan.droppedLate)
        for id in order.reversed() { drop(id, warns: true) }
    }
}
