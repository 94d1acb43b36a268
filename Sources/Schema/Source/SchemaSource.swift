import Foundation
import JSON
public import PostgreSQL

/// Something that schemas can be read from.
public enum SchemaSource: Sendable {
    /// A live database.
    case database(ConnectionConfiguration)
    /// Migrations, applied one after the other.
    case migrations(MigrationFolder)
    /// Statements, as `pg_dump --schema-only` writes them too.
    case script(SQLScript)
    /// A snapshot of Drizzle Kit, as statements.
    case drizzle([String], file: String)
    /// What `schema inspect --json` saved.
    case inspection(Catalogue)

    /// Finds out what a word on the command line means: a URL, a folder of migrations (or of Drizzle
    /// Kit, whose last snapshot is taken), a file with SQL, a snapshot, a saved inspection.
    ///
    /// - Parameter placeholders: of migrations that are Flyway's.
    /// - Throws: also for a folder in which nothing can be read.
    public init(_ word: String, placeholders: Placeholders = Placeholders()) throws {
        if ConnectionConfiguration.isAddress(word), !FileManager.default.fileExists(atPath: word) {
            self = .database(try ConnectionConfiguration(word))
            return
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: word, isDirectory: &isFolder) else {
            throw SchemaError(
                .unknownSource,
                "'\(ConnectionConfiguration.shown(word))' is no file or folder, and no URL that "
                    + "begins with postgres://")
        }
        if isFolder.boolValue {
            if let snapshot = Self.lastSnapshot(in: word) {
                try self.init(file: snapshot, placeholders)
            } else {
                let folder = try MigrationFolder(path: word, placeholders: placeholders)
                try folder.requireMigrations()
                self = .migrations(folder)
            }
        } else {
            try self.init(file: word, placeholders)
        }
    }

    private init(file: String, _ placeholders: Placeholders) throws {
        guard let data = FileManager.default.contents(atPath: file),
            let text = String(validating: data, as: UTF8.self)
        else { throw SchemaError(.unreadable, "\(file) cannot be read as text in UTF-8") }
        guard text.drop(while: \.isWhitespace).first == "{" else {
            // A migration that holds both ways is read as its way up.
            let sections = try MigrationSections(
                text, path: file, environment: placeholders.environment)
            self = .script(try sections.up?.script ?? SQLScript(text, file: file))
            return
        }
        let json: JSON
        do {
            json = try JSON.parse(text)
        } catch {
            throw SchemaError(.unreadable, "\(file): \(error)")
        }
        if Catalogue.isInspection(json) {
            self = .inspection(try Catalogue(json: json))
        } else if DrizzleSnapshot.isSnapshot(json) {
            self = .drizzle(try DrizzleSnapshot(json, file: file).statements, file: file)
        } else {
            throw SchemaError(
                .unreadable,
                "\(file) is JSON, but neither a saved inspection (dormouse schema inspect --json) "
                    + "nor a snapshot of Drizzle Kit (meta/NNNN_snapshot.json)")
        }
    }

    private static func lastSnapshot(in folder: String) -> String? {
        for place in [folder, folder + "/meta"] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
            let last = names.filter { $0.hasSuffix("_snapshot.json") }.max {
                (Int($0.prefix { $0 != "_" }) ?? 0, $0) < (Int($1.prefix { $0 != "_" }) ?? 0, $1)
            }
            if let last { return place + "/" + last }
        }
        return nil
    }

    /// Whether it takes a scratch database to read.
    public var needsScratch: Bool {
        switch self {
        case .database, .inspection: false
        case .migrations, .script, .drizzle: true
        }
    }

    public var coverage: Coverage {
        switch self {
        case .drizzle: .drizzle
        case .inspection(let catalogue)
        where !catalogue.objects.values.contains(where: \.tellsAccess):
            Coverage(leavesOutKinds: [], leavesOutFacts: Coverage.access)
        default: .everything
        }
    }

    /// The catalogue.
    ///
    /// - Parameters:
    ///   - withAccess: whether owners and grants are read too.
    ///   - connect: to a database that is the source.
    ///   - scratch: asked for where `needsScratch`.
    public func catalogue(
        withAccess: Bool = false,
        connect: (ConnectionConfiguration) throws -> BlockingConnection = {
            try BlockingConnection($0)
        },
        scratch: () throws -> ScratchServer
    ) throws -> Catalogue {
        switch self {
        case .database(let configuration):
            let connection = try connect(configuration)
            defer { connection.close() }
            return try CatalogueInspection.read(connection, withAccess: withAccess)
        case .inspection(let catalogue): return catalogue
        case .migrations(let folder):
            return try scratch().withDatabase(roles: folder.rolesNeeded) { connection in
                try Migrator(folder, on: connection).run(.init(.up))
                return try CatalogueInspection.read(connection, withAccess: withAccess)
                    .withoutBookkeeping
            }
        case .script(let script):
            let roles = script.statements.rolesNeeded
            return try scratch().withDatabase(roles: roles) { connection in
                for statement in script.statements where !statement.makesPublic {
                    do throws(PostgreSQLError) {
                        try connection.query(PostgresQuery(unescaped: statement.text))
                    } catch {
                        let place = error.position.map(statement.place(ofCharacter:))
                        throw SchemaError(
                            .replay,
                            "\(script.file):\(place?.line ?? statement.line): statement "
                                + "\(statement.number) failed on the scratch database: "
                                + error.withoutStatement)
                    }
                }
                return try CatalogueInspection.read(connection, withAccess: withAccess)
            }
        case .drizzle(let statements, let file):
            let script = try SQLScript(statements.joined(separator: ";\n"), file: file)
            let roles = script.statements.rolesNeeded
            return try scratch().withDatabase(roles: roles) { connection in
                for statement in statements {
                    do throws(PostgreSQLError) {
                        try connection.query(PostgresQuery(unescaped: statement))
                    } catch {
                        throw SchemaError(
                            .replay,
                            "\(file): PostgreSQL does not take what the snapshot describes: "
                                + "\(error.withoutStatement)\n  "
                                + statement.split(separator: "\n").prefix(6)
                                .joined(separator: "\n  "))
                    }
                }
                return try CatalogueInspection.read(connection, withAccess: withAccess)
            }
        }
    }
}

extension SchemaObject {
    fileprivate var tellsAccess: Bool { facts[.owner] != nil || facts[.grants] != nil }
}

extension SQLStatement {
    /// `CREATE SCHEMA public`, as dumps have it: every new database has it already.
    fileprivate var makesPublic: Bool {
        begins(with: "create", "schema") && tokens.count == 3 && tokens[2].identifier == "public"
    }
}

extension PostgreSQLError {
    /// For where the statement is shown by other means.
    var withoutStatement: String {
        var error = self
        error.statement = nil
        error.position = nil
        return error.description
    }
}
