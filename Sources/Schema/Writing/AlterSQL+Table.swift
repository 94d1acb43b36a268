extension AlterSQL {
    static func table(from old: SchemaObject, to new: SchemaObject, _ facts: [Fact]) -> Result {
        let name = new.id.sqlName
        let alter = "ALTER TABLE \(name)"
        var result = Result()
        if facts.contains(.partitionBy) {
            result.byHand.append(
                "\(new.id.path) is partitioned differently (\(old[.partitionBy] ?? "not at all") "
                    + "becomes \(new[.partitionBy] ?? "not at all")): make the new table beside "
                    + "it, copy the rows, and change names")
        }
        if let parent = old[.partitionOf], let other = new[.partitionOf], parent != other {
            result.byHand.append(
                "\(new.id.path) is a partition of another table (\(parent) becomes \(other)): its "
                    + "columns and keys have to be the other's before it can be attached")
        }
        if facts.contains(.partitionOf) || facts.contains(.bound) {
            if let parent = new[.partitionOf] {
                result.statements.append(
                    "ALTER TABLE \(parent) ATTACH PARTITION \(name) \(new[.bound] ?? "DEFAULT")")
            }
        }
        if facts.contains(.persistence) {
            result.statements.append(
                "\(alter) SET \(new[.persistence] == nil ? "LOGGED" : "UNLOGGED")")
        }
        if facts.contains(.accessMethod) {
            result.statements.append(
                "\(alter) SET ACCESS METHOD \(SQLName.text(new[.accessMethod] ?? "heap"))")
        }
        if facts.contains(.options) { result.statements += options(from: old, to: new) }
        if facts.contains(.rowSecurity) {
            let (before, after) = (old[.rowSecurity], new[.rowSecurity])
            if before == "forced" {
                result.statements.append("\(alter) NO FORCE ROW LEVEL SECURITY")
            }
            if after == nil {
                result.statements.append("\(alter) DISABLE ROW LEVEL SECURITY")
            } else {
                let needed = TableSQL.rowSecurity(new)
                result.statements += before == nil ? needed : Array(needed.dropFirst())
            }
        }
        return result
    }

    /// The parents a table loses first of all, and those it has last of all. They are in an order.
    static func parents(from old: SchemaObject, to new: SchemaObject) -> (
        lost: [String], gained: [String]
    ) {
        let (before, after) = (old.list(.inherits), new.list(.inherits))
        return before == after ? ([], []) : (before, after)
    }
}
