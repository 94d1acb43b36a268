/// The files of one version, put together to a migration.
struct MigrationParts {
    /// A file, read.
    struct File {
        var name: MigrationFileName
        var path: String
        /// As it stands in the folder.
        var raw: String
        var up: MigrationScript?
        var down: MigrationScript?

        init(
            _ name: MigrationFileName, raw: String, path: String, settings: ScriptSettings,
            placeholders: Placeholders
        ) throws {
            self.name = name
            self.path = path
            self.raw = raw
            let text =
                name.layout == .flyway ? try settings.filled(raw, placeholders, path: path) : raw
            let sections = try MigrationSections(
                text, path: path, direction: name.direction, environment: placeholders.environment)
            (up, down) = (sections.up, sections.down)
            if text != raw {
                up?.source = raw
                down?.source = raw
            }
            if settings.isWithoutTransaction {
                up?.isTransactional = false
                down?.isTransactional = false
            }
            // Flyway does so by itself.
            if name.layout == .flyway, up?.needsNoTransaction ?? false {
                up?.isTransactional = false
            }
        }

        /// Whether it only takes away.
        var isTeardown: Bool {
            guard down == nil, let statements = up?.script.statements, !statements.isEmpty else {
                return false
            }
            return statements.allSatisfy { statement in
                switch statement.tokens.first?.word {
                case "drop", "truncate", "delete": true
                case "alter": statement.has("drop") && !statement.has("add")
                case "begin", "commit", "end", "start": true
                default: false
                }
            }
        }
    }

    var version: MigrationVersion
    private var files: [File] = []

    init(version: MigrationVersion) { self.version = version }

    mutating func add(_ file: File) { files.append(file) }

    /// What the files call it.
    var names: [String] { files.map(\.name.name) }

    /// - Parameters:
    ///   - names: of all versions, to find whose way down a file is.
    ///   - notes: what a person may not expect.
    func migration(among names: [MigrationVersion: [String]], notes: inout [String])
        throws(MigrationError) -> Migration
    {
        let files = try sorted(among: names, notes: &notes)
        var up: (script: MigrationScript, file: File)?
        var down: MigrationScript?
        for file in files {
            if let script = file.up {
                if let up { throw twice(up.script.path, script.path) }
                up = (script, file)
            }
            if let script = file.down {
                if let down { throw twice(down.path, script.path) }
                down = script
            }
        }
        guard let up else {
            throw MigrationError(
                .missingUp,
                "\(down?.path ?? version.text) has no way up. Add the .up.sql beside it, or take "
                    + "the file out")
        }
        var migration = Migration(
            version: up.file.name.version, name: up.file.name.name, up: up.script, down: down)
        migration.source = up.file.raw
        // Values of placeholders are no edit of a file, but a repeatable one runs for them again.
        if up.file.name.layout == .flyway {
            let text = version.isRepeatable ? up.script.text : up.file.raw
            migration.checksum = Checksum.of(text)
        }
        return migration
    }

    /// The files with those that are ways down read as such.
    private func sorted(among names: [MigrationVersion: [String]], notes: inout [String])
        throws(MigrationError) -> [File]
    {
        var files = files
        let ups = files.indices.filter { files[$0].up != nil }
        func turn(_ index: Int) {
            files[index].down = files[index].up
            files[index].up = nil
            let other = ups.first { $0 != index }.map { files[$0].path } ?? ""
            notes.append("\(files[index].path) is read as the way down of \(other)")
        }
        if ups.count == 2, files.allSatisfy({ $0.down == nil }) {
            let named = ups.filter { files[$0].name.undoes != nil }
            let takers = ups.filter { files[$0].isTeardown }
            if named.count == 1 {
                turn(named[0])
            } else if takers.count == 1 {
                turn(takers[0])
            }
        } else if ups.count == 1, let undone = files[ups[0]].name.undoes,
            let other = names.first(where: { version, names in
                version < self.version && names.contains(undone)
            })
        {
            throw MigrationError(
                .fileUnreadable,
                "\(files[ups[0]].path) reads like the way down of version \(other.key) and would be "
                    + "run on the way up. Name it \(other.key)_\(undone).down.sql; if it is a "
                    + "migration, give it another name or .up.sql")
        }
        return files
    }

    private func twice(_ one: String, _ other: String) -> MigrationError {
        MigrationError(
            .duplicateVersion,
            "\(one) and \(other) have the same version \(version.key). Give the newer one a version "
                + "of its own; if one is the way back, name it .down.sql")
    }
}
