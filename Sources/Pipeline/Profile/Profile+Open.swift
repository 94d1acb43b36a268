public import DuckDB
internal import Foundation

extension Profile {
    /// An open target.
    public struct Opened: Sendable {
        public let database: Database
        /// Its settings are those of the target.
        public let connection: Connection
    }

    /// Opens the target: the file with its limits, the extensions, what is attached, the settings.
    ///
    /// - Parameters:
    ///   - extensionDirectory: where extensions lie besides DuckDB's own folder, laid out as there
    ///     (`v1.5.5/linux_amd64/NAME.duckdb_extension`). Nothing is downloaded.
    ///   - limits: settings that hold where the target does not name them.
    /// - Throws: code `.profile` with the line of the profiles file. No path of an attached
    ///   database and no password is in it.
    public func open(
        extensionDirectory: String? = nil, limits: [(name: String, value: String)] = []
    ) throws(PipelineError) -> Opened {
        var options = Database.Options()
        for limit in limits { options.settings[limit.name] = limit.value }
        if let extensionDirectory {
            options.settings["extension_directories"] = "[\(quoteLiteral(extensionDirectory))]"
        }
        for option in self.options {
            options.settings[Self.standardName(option.name)] = option.value
        }
        // Limits hold from the start; other settings may belong to extensions.
        for setting in settings where Self.limits.contains(setting.name.lowercased()) {
            options.settings[Self.standardName(setting.name)] = setting.value
        }
        options.spillFolder = options.settings.removeValue(forKey: "temp_directory")
        let database: Database
        let connection: Connection
        do {
            database = try opened(options)
            connection = try database.connect()
        } catch {
            throw PipelineError(
                .profile, "the database cannot be opened: \(error.description)", file: file,
                hint: error.code == .locked
                    ? "Another process has it open; wait for it or stop it." : nil)
        }
        for item in extensions { try load(item, connection, extensionDirectory) }
        for secret in secrets { try make(secret, connection) }
        for attachment in attachments { try attach(attachment, connection) }
        try use(database: self.database, connection)
        for setting in settings where !Self.limits.contains(setting.name.lowercased()) {
            try set(setting, connection)
        }
        return Opened(database: database, connection: connection)
    }

    /// Opens the file; waits for another process as often as the profile says.
    private func opened(_ options: Database.Options) throws(DuckDBError) -> Database {
        for attempt in 0..<connectAttempts - 1 {
            do {
                return try Database(path: path, options: options)
            } catch {
                if error.code != .locked { throw error }
            }
            Thread.sleep(forTimeInterval: min(pow(2, Double(attempt)), 30))
        }
        return try Database(path: path, options: options)
    }

    func make(_ secret: Secret, _ connection: Connection) throws(PipelineError) {
        do {
            try connection.execute(secret.sql)
        } catch {
            throw PipelineError(
                .profile,
                "the secret '\(secret.name)' cannot be made: \(secret.redact(error.message))",
                file: file, line: secret.line,
                hint: error.code == .missingExtension || error.code == .autoload
                    ? "Name the extension for '\(secret.type)' under `extensions`." : nil)
        }
    }

    /// A further connection to the open target, with its settings.
    func connect(to database: Database) throws(PipelineError) -> Connection {
        let connection: Connection
        do {
            connection = try database.connect()
        } catch {
            throw PipelineError(
                .profile, "no further connection can be made: \(error.description)", file: file)
        }
        for setting in settings where !Self.limits.contains(setting.name.lowercased()) {
            try set(setting, connection)
        }
        try use(database: self.database, connection)
        return connection
    }

    /// A DuckLake that is the target's own database is the one of names without a database.
    private func use(database name: String, _ connection: Connection) throws(PipelineError) {
        guard attachments.contains(where: { $0.label == name && $0.isDuckLake }) else { return }
        do { try connection.execute("USE \(quoted(name))") } catch {
            throw PipelineError(
                .profile, "the database '\(name)' cannot be used: \(error.message)", file: file)
        }
    }

    /// DuckDB has two names for some limits.
    private static func standardName(_ name: String) -> String {
        switch name.lowercased() {
        case "max_memory": "memory_limit"
        case "worker_threads": "threads"
        default: name.lowercased()
        }
    }

    static let limits: Set<String> = [
        "memory_limit", "max_memory", "threads", "worker_threads", "temp_directory",
        "max_temp_directory_size",
    ]

    func load(
        _ item: Extension, _ connection: Connection, _ directory: String?
    ) throws(PipelineError) {
        do {
            try connection.execute("LOAD \(item.name)")
        } catch {
            throw PipelineError(
                .profile, "the extension '\(item.name)' cannot be loaded", file: file,
                line: item.line,
                hint: (directory.map { "It is looked for in DuckDB's own folder and in \($0)." }
                    ?? "Install it, or name the extension directory.")
                    + (item.repository.map { " It comes from '\($0)'; nothing is downloaded here." }
                        ?? ""))
        }
    }

    func attach(
        _ attachment: Attachment, _ connection: Connection
    ) throws(PipelineError) {
        do {
            for statement in attachment.statements { try connection.execute(statement) }
        } catch {
            let reason = secrets.reduce(attachment.redact(error.message)) { $1.redact($0) }
            throw PipelineError(
                .profile, "the database '\(attachment.label)' cannot be attached: \(reason)",
                file: file, line: attachment.line,
                hint: error.code == .locked
                    ? "Another process has it open for writing."
                    : attachment.isReadOnly && attachment.type == nil
                        ? "A database that is attached read_only must exist."
                        : attachment.isDuckLake
                            ? "DuckLake is an extension, and nothing is downloaded: put "
                                + "ducklake.duckdb_extension where the other extensions lie."
                            : error.code == .autoload || error.code == .missingExtension
                                ? "Name its extension under `extensions`; nothing is downloaded."
                                : nil)
        }
    }

    func set(_ setting: Setting, _ connection: Connection) throws(PipelineError) {
        do {
            try connection.execute("SET \(setting.name) = \(literal(setting.value))")
        } catch {
            throw PipelineError(
                .profile, "the setting '\(setting.name)' cannot be set: \(error.code.rawValue)",
                file: file, line: setting.line)
        }
    }
}
