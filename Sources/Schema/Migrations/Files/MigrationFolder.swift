/// The migrations of a folder, in order.
public struct MigrationFolder: Sendable, Hashable {
    public var path: String
    public var migrations: [Migration]
    /// Files and folders that are no migrations: left alone, and worth a warning.
    public var strangers: [String] = []
    /// What was read as something that a person may not expect.
    public var notes: [String] = []
    /// What Flyway runs around its migrations, in the order of their files' names.
    public var callbacks: [MigrationCallback] = []
    /// Drizzle's, where there is one.
    var journal: DrizzleJournal?

    /// Reads a folder, in the layouts that `MigrationFileName` tells.
    ///
    /// - Parameter placeholders: what Flyway's `${name}` stand for.
    public init(path: String, placeholders: Placeholders = Placeholders()) throws(MigrationError) {
        try self.init(FolderFiles(path: path), path: path, placeholders: placeholders)
    }

    /// Migrations from names and texts, as a folder would hold them.
    public init(
        files: [(name: String, text: String)], path: String = "migrations",
        placeholders: Placeholders = Placeholders()
    ) throws(MigrationError) {
        try self.init(FolderFiles(files), path: path, placeholders: placeholders)
    }

    private init(_ found: FolderFiles, path: String, placeholders: Placeholders)
        throws(MigrationError)
    {
        self.path = path
        migrations = []
        strangers = found.strangers
        journal = try found.journal(path: path)
        var parts: [MigrationVersion: MigrationParts] = [:]
        for file in found.files {
            let path = path.isEmpty ? file.name : path + "/" + file.name
            if let reason = Self.refusal(of: file.name) {
                throw MigrationError(.fileUnreadable, "\(path) \(reason)")
            }
            if let name = MigrationCallback.Name(file.name) {
                try addCallback(
                    name, raw: file.text, path: path, settings: found.settings(of: file.name),
                    placeholders)
                continue
            }
            let placed = try journal?.name(of: String(file.name.dropLast(4)), path: self.path)
            guard let name = placed ?? MigrationFileName(file.name) else {
                strangers.append(file.name)
                continue
            }
            if journal != nil, placed == nil, name.layout == .plain, name.direction != .down {
                // Drizzle does not run it either.
                strangers.append(file.name)
                continue
            }
            do {
                try parts[name.version, default: MigrationParts(version: name.version)].add(
                    MigrationParts.File(
                        name, raw: file.text, path: path, settings: found.settings(of: file.name),
                        placeholders: placeholders))
            } catch let error as SQLScriptError {
                throw MigrationError(.fileUnreadable, error.description)
            } catch let error as MigrationError {
                throw error
            } catch {
                throw MigrationError(.fileUnreadable, "\(error)")
            }
        }
        let names = parts.mapValues(\.names)
        for part in parts.values.sorted(by: { $0.version < $1.version }) {
            migrations.append(try part.migration(among: names, notes: &notes))
        }
        if journal?.isOutOfTurn ?? false {
            notes.append(
                "\(path)/meta/_journal.json gives another order than the numbers of the files: "
                    + "they run by the journal")
        }
        try addPrograms(found.programs)
        callbacks.sort { $0.script.path.fileName < $1.script.path.fileName }
        strangers.sort()
    }

    private mutating func addCallback(
        _ name: MigrationCallback.Name, raw: String, path: String, settings: ScriptSettings,
        _ placeholders: Placeholders
    ) throws(MigrationError) {
        switch name {
        case .refused: return
        case .otherCommand(let command):
            notes.append("\(path) is a callback of Flyway's command \(command): it is not run")
        case .moment(let moment):
            callbacks.append(
                try MigrationCallback(
                    moment, raw: raw, path: path, settings: settings, placeholders: placeholders))
        }
    }

    /// Migrations that are programs keep their place among the others: they count as applied where
    /// the history has them, and cannot be applied here.
    private mutating func addPrograms(_ programs: [String]) throws(MigrationError) {
        for program in programs {
            guard let name = MigrationFileName(program.prefix { $0 != "." } + ".sql") else {
                strangers.append(program)
                continue
            }
            guard self[name.version] == nil else { continue }
            let file = path + "/" + program
            do {
                var migration = Migration(
                    version: name.version, name: name.name, up: try MigrationScript("", path: file),
                    down: nil)
                migration.refusal =
                    "\(file) is a program and no SQL, so it cannot be run here. Apply it with its "
                    + "own tool and take it as applied (dormouse migrate adopt, or baseline "
                    + "\(name.version)), or write it as SQL"
                migrations.append(migration)
            } catch {
                throw MigrationError(.fileUnreadable, error.description)
            }
        }
        migrations.sort { $0.version < $1.version }
    }

    /// Files that change what a tool does, and that would be passed over in silence.
    private static func refusal(of name: String) -> String? {
        let file = name.split(separator: "/").last ?? ""
        if MigrationCallback.Name(name) == .refused {
            return "is a callback of Flyway that is not run here. Move its statements into "
                + "migrations (R__name.sql for what runs whenever it changes), and the file out of "
                + "the folder"
        }
        if file.wholeMatch(of: /B[0-9]+(?:[._][0-9]+)*(__.*)?\.sql/) != nil {
            return
                "is a baseline migration of Flyway, which stands for all up to its version and is "
                + "not read here. Keep the single migrations, or rename it to V… and move those "
                + "that it stands for out of the folder"
        }
        return nil
    }

    public subscript(version: MigrationVersion) -> Migration? {
        migrations.first { $0.version == version }
    }

    /// - Throws: where nothing in the folder can be read, with what is there instead.
    public func requireMigrations() throws(MigrationError) {
        guard migrations.allSatisfy({ $0.refusal != nil }) else { return }
        let shown = (strangers + migrations.map(\.up.path)).prefix(5).joined(separator: ", ")
        let more = strangers.count > 5 ? " and \(strangers.count - 5) more" : ""
        throw MigrationError(
            .folderUnreadable,
            "no migration can be read in \(path): "
                + (shown.isEmpty ? "it is empty" : "it holds \(shown)\(more)")
                + ". Read are NNNN_name.up.sql, NNNN_name.sql, V1__name.sql, "
                + "NNNN_name/migration.sql and NNNN_name/up.sql; name another folder with --dir")
    }
}

extension String {
    fileprivate var fileName: Substring { split(separator: "/").last ?? "" }
}
