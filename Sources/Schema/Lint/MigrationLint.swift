/// Reads migrations for what locks, loses, breaks or fails, before they meet a database.
///
/// A table that the same file creates is empty, so nothing done to it locks or loses anything.
public struct MigrationLint: Sendable {
    /// Rules that are not looked for at all.
    public var allowed: Set<LintRule>

    public init(allowing allowed: Set<LintRule> = []) { self.allowed = allowed }

    /// What was found, by file and line.
    public func findings(in folder: MigrationFolder) -> [LintFinding] {
        let strangers = folder.strangers.filter { $0.lowercased().hasSuffix(".sql") }.map {
            LintFinding(
                rule: .noVersion, file: folder.path + "/" + $0, line: 1, message: "\($0) is skipped"
            )
        }
        let all = folder.migrations.flatMap(findings) + strangers
        return all.filter { !allowed.contains($0.rule) }
    }

    /// What was found in one migration, both ways.
    public func findings(in migration: Migration) -> [LintFinding] {
        if migration.refusal != nil { return [] }
        var found = findings(in: migration.up, isUp: true)
        if migration.up.isEmpty {
            found.append(.init(.emptyUp, migration.up, "\(migration.label) has no statement"))
        }
        guard let down = migration.down else {
            if migration.version.isRepeatable { return found }
            return found + [.init(.missingDown, migration.up, "\(migration.label) has no way down")]
        }
        // A way down that says why there is none is one that somebody thought about.
        if down.isEmpty, !down.text.contains("lint:allow empty-down") {
            found.append(.init(.emptyDown, down, "the way down of \(migration.label) is empty"))
        }
        return found + findings(in: down, isUp: false)
    }

    /// What was found in a script. On the way down only what fails is told: taking away is its job.
    public func findings(in script: MigrationScript, isUp: Bool) -> [LintFinding] {
        var created: Set<[String]> = []
        var found: [LintFinding] = []
        for statement in script.script.statements {
            let check = StatementCheck(statement, in: script, emptyTables: created)
            found += check.findings.filter {
                !statement.allowed.contains($0.rule.rawValue) && (isUp || $0.rule.effect == .fails)
            }
            if let table = check.createdTable { created.insert(table) }
        }
        return found.filter { !allowed.contains($0.rule) }
    }
}

extension LintFinding {
    fileprivate init(_ rule: LintRule, _ script: MigrationScript, _ message: String) {
        self.init(rule: rule, file: script.path, line: 1, message: message)
    }
}
