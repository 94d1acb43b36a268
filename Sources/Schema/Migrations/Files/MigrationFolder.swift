import Foundation

/// The migrations of a folder, in order.
public struct MigrationFolder: Sendable, Hashable {
    public var path: String
    public var migrations: [Migration]
    /// Files ending in `.sql` whose names say no version: left alone, and worth a warning.
    public var strangers: [String] = []

    /// Reads a folder; folders inside it are not read.
    public init(path: String) throws(MigrationError) {
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
        var files: [(name: String, text: String)] = []
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            where name.hasSuffix(".sql") && !name.hasPrefix(".") {
                let data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
                guard let text = String(validating: data, as: UTF8.self) else {
                    throw SQLScriptError(
                        code: .notText, file: path + "/" + name, line: 1,
                        reason: "not UTF-8. Save the file as UTF-8")
                }
                files.append((name, text))
            }
        } catch let error as SQLScriptError {
            throw MigrationError(.fileUnreadable, error.description)
        } catch {
            throw MigrationError(
                .folderUnreadable, "cannot read \(path): \(error.localizedDescription)")
        }
        try self.init(files: files, path: path)
    }

    /// Migrations from names and texts, as a folder would hold them.
    public init(files: [(name: String, text: String)], path: String = "migrations")
        throws(MigrationError)
    {
        self.path = path
        var parts: [MigrationVersion: Parts] = [:]
        for file in files {
            guard let name = MigrationFileName(file.name) else {
                strangers.append(file.name)
                continue
            }
            var part = parts[name.version] ?? Parts(version: name.version)
            do {
                try part.add(
                    name, file.text, path: path.isEmpty ? file.name : path + "/" + file.name)
            } catch let error as SQLScriptError {
                throw MigrationError(.fileUnreadable, error.description)
            } catch let error as MigrationError {
                throw error
            } catch {
                throw MigrationError(.fileUnreadable, "\(error)")
            }
            parts[name.version] = part
        }
        migrations = []
        for part in parts.values.sorted(by: { $0.version < $1.version }) {
            migrations.append(try part.migration())
        }
    }

    public subscript(version: MigrationVersion) -> Migration? {
        migrations.first { $0.version == version }
    }
}

/// What was found so far of one migration.
private struct Parts {
    var version: MigrationVersion
    var name = ""
    var up: MigrationScript?
    var down: MigrationScript?

    init(version: MigrationVersion) { self.version = version }

    mutating func add(_ file: MigrationFileName, _ text: String, path: String) throws {
        let sections = try MigrationSections(text, path: path, direction: file.direction)
        if let way = sections.up {
            try set(&up, way)
            (version, name) = (file.version, file.name)
        }
        if let way = sections.down { try set(&down, way) }
    }

    private func set(_ place: inout MigrationScript?, _ script: MigrationScript) throws {
        if let other = place {
            throw MigrationError(
                .duplicateVersion,
                "\(other.path) and \(script.path) have the same version \(version.number). "
                    + "Give the newer one a version of its own")
        }
        place = script
    }

    func migration() throws(MigrationError) -> Migration {
        guard let up else {
            throw MigrationError(
                .missingUp,
                "\(down?.path ?? version.text) has no way up. Add the .up.sql beside it, or take "
                    + "the file out")
        }
        return Migration(version: version, name: name, up: up, down: down)
    }
}
