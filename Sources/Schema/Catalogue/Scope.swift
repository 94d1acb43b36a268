/// Which part of a catalogue is looked at.
public struct Scope: Sendable, Hashable {
    /// Only these schemas; all where it is empty. Extensions are always looked at.
    public var schemas: [String]
    /// Patterns of what is left out, with `*` for any letters: `audit.*`, `*_backup`,
    /// `public.users.note`. One without a dot is held against the name of the table or thing alone.
    public var excluded: [String]
    /// Kinds that are left out.
    public var excludedKinds: Set<ObjectKind>

    public init(
        schemas: [String] = [], excluded: [String] = [], excludedKinds: Set<ObjectKind> = []
    ) {
        self.schemas = schemas
        self.excluded = excluded
        self.excludedKinds = excludedKinds
    }

    public func includes(_ id: ObjectID) -> Bool {
        if excludedKinds.contains(id.kind) { return false }
        if !schemas.isEmpty {
            if id.kind == .schema, !schemas.contains(id.name) { return false }
            if !id.schema.isEmpty, !schemas.contains(id.schema) { return false }
        }
        return !excluded.contains { excludes(id, $0) }
    }

    private func excludes(_ id: ObjectID, _ pattern: String) -> Bool {
        let names = [id.path, id.table.map { "\(id.schema).\($0)" }, id.table, id.name]
            .compactMap { $0 }
        if id.kind == .schema, pattern == id.name + ".*" { return true }
        return names.contains { matches(Array($0), Array(pattern)) }
    }
}

/// Whether `*` in the pattern can stand for letters so that it becomes the text.
private func matches(_ text: [Character], _ pattern: [Character]) -> Bool {
    var (t, p, star, mark) = (0, 0, -1, 0)
    while t < text.count {
        if p < pattern.count, pattern[p] == "*" {
            (star, mark, p) = (p, t, p + 1)
        } else if p < pattern.count, pattern[p] == text[t] {
            (t, p) = (t + 1, p + 1)
        } else if star >= 0 {
            (p, mark) = (star + 1, mark + 1)
            t = mark
        } else {
            return false
        }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
}
