public import PostgreSQL

/// All up, all down, all up again, on a database made for it: whether every way down undoes its way
/// up, and whether the way up can be gone twice.
public struct MigrationValidation: Sendable {
    /// What the way down of a migration leaves behind or takes too much of.
    public struct Leftover: Sendable, Hashable {
        public var migration: String
        public var file: String
        /// Things that should be gone, or should be as they were: `table public.users`.
        public var remaining: [String]
        /// Things that should be there again and are not.
        public var missing: [String]
        /// Things that are not as they were before the way up.
        public var changed: [String]

        /// An extension may serve others by then: to leave it is no fault.
        var isHarmless: Bool {
            missing.isEmpty && changed.isEmpty
                && remaining.allSatisfy { $0.hasPrefix("extension ") }
        }
    }

    public var migrations = 0
    public var leftovers: [Leftover] = []
    /// Migrations without a way down: nothing before the last of them was taken back.
    public var withoutDown: [String] = []
    /// Ways down that failed, each with what was said of it.
    public var failures: [String] = []
    /// What differs between the first and the second time up.
    public var secondUp: [String] = []
    /// Why the second time up failed, where it did.
    public var secondUpFailure: String?

    /// Extensions that are left do not count.
    public var isSound: Bool {
        leftovers.allSatisfy(\.isHarmless) && secondUp.isEmpty && withoutDown.isEmpty
            && secondUpFailure == nil && failures.isEmpty
    }

    /// - Parameters:
    ///   - connection: to an empty database.
    ///   - isForwardOnly: whether ways down are not looked at: all up, and nothing left to do.
    /// - Throws: `MigrationFailure` where a migration fails on the way up.
    public init(
        _ whole: MigrationFolder, on connection: BlockingConnection, isForwardOnly: Bool = false,
        report: @escaping (Migrator.Event) -> Void = { _ in }
    ) throws {
        migrations = whole.migrations.count
        if isForwardOnly {
            try Migrator(whole, on: connection, report: report).run(.init(.up))
            return
        }
        // What runs whenever it changes has no way down, and comes after all others.
        var folder = whole
        folder.migrations.removeAll { $0.version.isRepeatable }
        withoutDown = folder.migrations.filter { $0.down == nil }.map(\.label)
        let migrator = Migrator(folder, on: connection, report: report)
        func read() throws -> Catalogue {
            try CatalogueInspection.read(connection).withoutBookkeeping
        }
        var before: [Catalogue] = []
        for _ in folder.migrations {
            before.append(try read())
            try migrator.run(.init(.up, steps: 1))
        }
        let full = try read()
        let back = folder.migrations.reversed().prefix { $0.down != nil }
        for (place, migration) in back.enumerated() {
            do {
                try migrator.run(.init(.down, steps: 1))
            } catch let failure as MigrationFailure {
                // It stays; the others are tried all the same, and compared no more.
                failures.append(failure.description)
                try migrator.forget(migration.version)
                continue
            }
            guard failures.isEmpty else { continue }
            let expected = before[folder.migrations.count - 1 - place]
            let difference = CatalogueDifference(from: expected, to: try read())
            // What an earlier step left is not told again.
            let known = Set(leftovers.flatMap { $0.remaining + $0.missing + $0.changed })
            if let found = Leftover(migration, difference, known: known) { leftovers.append(found) }
        }
        guard failures.isEmpty else { return }
        do {
            try migrator.run(.init(.up))
        } catch let failure as MigrationFailure where !leftovers.isEmpty {
            // What was left behind stands in the way; that is told with it.
            secondUpFailure = failure.description
            return
        }
        secondUp = CatalogueDifference(from: full, to: try read()).sorted.map { "\($0.id)" }
        if whole.migrations.count > folder.migrations.count {
            try Migrator(whole, on: connection, report: report).run(.init(.up))
        }
    }
}

extension MigrationValidation.Leftover {
    /// Nil where nothing differs that was not known before.
    fileprivate init?(
        _ migration: Migration, _ difference: CatalogueDifference, known: Set<String>
    ) {
        self.init(
            migration: migration.label, file: migration.down?.path ?? migration.up.path,
            remaining: [], missing: [], changed: [])
        for change in difference.sorted where !known.contains("\(change.id)") {
            // A table says enough for its parts.
            let owner =
                difference.before.owner(of: change.id) ?? difference.after.owner(of: change.id)
            let isToldByOwner = owner.flatMap { difference.changes[$0] }.map { owner in
                (owner.before == nil) == (change.before == nil)
                    && (owner.after == nil) == (change.after == nil)
            }
            if isToldByOwner ?? false { continue }
            if change.before == nil {
                remaining.append("\(change.id)")
            } else if change.after == nil {
                missing.append("\(change.id)")
            } else {
                let facts = change.facts.map(\.rawValue).joined(separator: ", ")
                changed.append("\(change.id) (\(facts))")
            }
        }
        if remaining.isEmpty && missing.isEmpty && changed.isEmpty { return nil }
    }
}
