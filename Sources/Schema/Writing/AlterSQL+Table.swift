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
        if facts.contains(.partitionOf) || facts.contains(.bound) {
            if let parent = old[.partitionOf] {
                result.statements.append("ALTER TABLE \(parent) DETACH PARTITION \(name)")
            }
            if let parent = new[.partitionOf] {
                result.statements.append(
                    "ALTER TABLE \(parent) ATTACH PARTITION \(name) \(new[.bound] ?? "DEFAULT")")
            }
        }
        if facts.contains(.inherits) {
            let (before, after) = (old.list(.inherits), new.list(.inherits))
            result.statements += before.filter { !after.contains($0) }
                .map { "\(alter) NO INHERIT \($0)" }
            result.statements += after.filter { !before.contains($0) }
                .map { "\(alter) INHERIT \($0)" }
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
}
