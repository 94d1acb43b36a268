import PostgreSQL

extension PatchPlan {
    /// Whether a thing cannot be altered to what it is to be.
    func mustBeRemade(_ old: SchemaObject, _ new: SchemaObject, _ facts: [Fact]) -> Bool {
        switch new.id.kind {
        case .column: facts.contains(.generated) && !(new[.generated] == nil && isStored(old))
        case .constraint:
            facts.contains(.definition)
                && old[.definition] != (new[.definition] ?? "") + " NOT VALID"
        case .index: facts != [.comment]
        case .statistics, .policy, .aggregate, .range: facts != [.comment]
        case .compositeType: facts != [.comment] && AlterSQL.attributes(from: old, to: new) == nil
        case .enumeration:
            facts.contains(.labels)
                && (!AlterSQL.onlyAddsLabels(from: old, to: new) || usesNewLabel(old, new))
        case .trigger, .rule: facts.contains(.definition)
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

    /// Whether anything is written with a word that the enum is to have: that cannot be done in the
    /// transaction that adds it.
    private func usesNewLabel(_ old: SchemaObject, _ new: SchemaObject) -> Bool {
        let known = Set(old.list(.labels))
        let added = new.list(.labels).filter { !known.contains($0) }.map(PostgresIdentifier.literal)
        let texts: [Fact] = [.default, .definition, .generated, .bound, .using, .check]
        return after.objects.values.contains { object in
            object.requires.contains(new.id)
                && texts.contains { fact in
                    added.contains { object[fact]?.contains($0) ?? false }
                }
        }
    }

    private func isStored(_ column: SchemaObject) -> Bool {
        column[.generated]?.hasSuffix("STORED") ?? false
    }
}
