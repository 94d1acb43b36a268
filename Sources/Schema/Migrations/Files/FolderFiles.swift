import Foundation
import JSON

/// What a folder of migrations holds: SQL, what belongs to it, and what does not.
struct FolderFiles {
    /// Named by their paths within the folder.
    var files: [(name: String, text: String)] = []
    /// Migrations that are programs: `00003_fill.go`, `V3__Fill.java`.
    var programs: [String] = []
    var strangers: [String] = []
    /// Files that say how others run, by their paths within the folder.
    private var companions: [String: String] = [:]

    private static let programEndings: Set = [
        "go", "py", "js", "mjs", "cjs", "ts", "rb", "php", "java", "kt", "groovy", "scala", "cs",
        "exs", "rs", "clj", "pl", "sh", "xml", "yml", "yaml", "json", "class",
    ]

    init(_ files: [(name: String, text: String)]) {
        for file in files { add(file.name, file.text) }
    }

    /// - Throws: a folder or file that cannot be read, or is for another database.
    init(path: String) throws(MigrationError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw MigrationError(
                .folderUnreadable,
                "there is no folder \(path). Name it with --dir, or begin one with: "
                    + "dormouse migrate new NAME")
        }
        guard isFolder.boolValue else {
            throw MigrationError(.folderUnreadable, "\(path) is a file; --dir wants a folder")
        }
        do {
            try walk(path, below: "", depth: 0)
        } catch let error as SQLScriptError {
            throw MigrationError(.fileUnreadable, error.description)
        } catch let error as MigrationError {
            throw error
        } catch {
            throw MigrationError(
                .folderUnreadable, "cannot read \(path): \(error.localizedDescription)")
        }
        try refuseOtherDatabases(path)
    }

    private mutating func walk(_ root: String, below folder: String, depth: Int) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)
            .sorted()
        for name in names where !name.hasPrefix(".") {
            let path = folder + name
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(
                atPath: root + "/" + path, isDirectory: &isFolder)
            if isFolder.boolValue {
                try enter(path, root, depth: depth)
            } else if Self.isText(path) {
                add(path, try Self.text(root + "/" + path))
            } else {
                add(path, nil)
            }
        }
    }

    /// A folder is a migration by itself, Drizzle's `meta`, or one in which Flyway looks too.
    private mutating func enter(_ path: String, _ root: String, depth: Int) throws {
        if path == "meta" {
            let journal = root + "/meta/_journal.json"
            guard FileManager.default.fileExists(atPath: journal) else {
                strangers.append("meta/")
                return
            }
            companions["meta/_journal.json"] = try Self.text(journal).withoutByteOrderMark
            return
        }
        var inside = FolderFiles([])
        if depth < 8 { try inside.walk(root, below: path + "/", depth: depth + 1) }
        let isOfMigrations = inside.files.contains {
            MigrationFileName($0.name) != nil || MigrationCallback.Name($0.name) != nil
        }
        guard isOfMigrations else {
            if depth == 0 { try refuseUnnumbered(inside, path, root) }
            strangers.append(path + "/")
            return
        }
        files += inside.files
        programs += inside.programs
        strangers += inside.strangers
        companions.merge(inside.companions) { $1 }
    }

    /// Refuses `migration.sql` or `up.sql` in a folder whose name has no version: Prisma runs it, so
    /// passing over it would count it as done.
    private func refuseUnnumbered(_ inside: FolderFiles, _ path: String, _ root: String)
        throws(MigrationError)
    {
        let names: Set = [path + "/migration.sql", path + "/up.sql"]
        guard let file = inside.files.first(where: { names.contains($0.name.lowercased()) }) else {
            return
        }
        throw MigrationError(
            .fileUnreadable,
            "\(root)/\(file.name) is a migration, and the name of its folder begins with no number "
                + "that tells its place. Name the folder NNNN_\(path), or take it out")
    }

    private static func isText(_ path: String) -> Bool {
        let name = path.lowercased()
        return name.hasSuffix(".sql") || name.hasSuffix(".sql.conf") || name.hasSuffix(".toml")
    }

    private static func text(_ file: String) throws -> String {
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        guard let text = String(validating: data, as: UTF8.self) else {
            throw SQLScriptError(
                code: .notText, file: file, line: 1, reason: "not UTF-8. Save the file as UTF-8")
        }
        return text
    }

    private mutating func add(_ path: String, _ text: String?) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let ending = name.lastIndex(of: ".").map { name[$0...].dropFirst().lowercased() } ?? ""
        if ending == "sql" {
            files.append((path, text ?? ""))
        } else if name.lowercased().hasSuffix(".sql.conf") || name == "metadata.toml"
            || name == "migration_lock.toml"
        {
            companions[path] = (text ?? "").withoutByteOrderMark
        } else if ending == "md" || name == "atlas.sum" || name == "snapshot.json" {
            // Says nothing of what is run.
        } else if Self.programEndings.contains(ending),
            MigrationFileName(path.prefix { $0 != "." } + ".sql") != nil
        {
            programs.append(path)
        } else {
            strangers.append(path)
        }
    }

    /// - Parameter name: of a file of SQL.
    func settings(of name: String) throws(MigrationError) -> ScriptSettings {
        let folder = name.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        for path in [name + ".conf", folder + "metadata.toml"] {
            guard let text = companions[path] else { continue }
            return try ScriptSettings(text, path: path)
        }
        return ScriptSettings()
    }

    /// Prisma says in a file of its own what database the migrations are for.
    private func refuseOtherDatabases(_ path: String) throws(MigrationError) {
        guard let lock = companions["migration_lock.toml"],
            let match = lock.firstMatch(of: /provider\s*=\s*["']([^"']*)["']/),
            !["postgresql", "postgres", "cockroachdb"].contains(match.1)
        else { return }
        throw MigrationError(
            .folderUnreadable,
            "\(path)/migration_lock.toml: the migrations are for \(match.1), not for PostgreSQL")
    }

    /// Drizzle's own list of its migrations; nil without its journal.
    ///
    /// - Throws: a journal that cannot be read or is for another database, and a file that it names
    ///   and that is not there.
    func journal(path: String) throws(MigrationError) -> DrizzleJournal? {
        guard let text = companions["meta/_journal.json"] else { return nil }
        let file = path + "/meta/_journal.json"
        let journal = try DrizzleJournal(text, file: file)
        for entry in journal.entries where !files.contains(where: { $0.name == entry.tag + ".sql" })
        {
            throw MigrationError(
                .missingFile,
                "\(file) names \(entry.tag), and \(path)/\(entry.tag).sql is not there")
        }
        return journal
    }
}

extension String {
    /// Editors of Windows put one before a text.
    fileprivate var withoutByteOrderMark: String {
        hasPrefix("\u{FEFF}") ? String(unicodeScalars.dropFirst()) : self
    }
}
