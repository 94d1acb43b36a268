/// Where a project runs and how big: one target of a profile in `profiles.yml`.
public struct Profile: Sendable {
    /// An extension to load.
    public struct Extension: Sendable, Hashable {
        public let name: String
        let line: Int
        /// Where it may be installed from: `community`, or an address.
        var repository: String?
    }

    /// A setting of DuckDB with its value as SQL.
    public struct Setting: Sendable, Hashable {
        public let name: String
        public let value: String
        let line: Int
    }

    /// The profile's name: the one `dbt_project.yml` asks for.
    public let name: String
    /// The target's name: `dev`, `prod`…
    public let target: String
    /// The database file; nil for a database in memory.
    public let path: String?
    /// The name of the main database in SQL: the file's stem, or `memory`.
    public let database: String
    /// The schema that models go to when they say nothing else.
    public let schema: String
    /// How many models may run at once; `--threads` sets another number.
    public var threads: Int
    public internal(set) var extensions: [Extension]
    /// Set after everything is attached.
    public internal(set) var settings: [Setting]
    /// Set when the database is opened.
    public let options: [Setting]
    public internal(set) var attachments: [Attachment]
    /// The file it was read from.
    public let file: String
    /// Limits that were cut to the machine's.
    public internal(set) var warnings: [Warning]
    /// Made before anything is attached.
    public internal(set) var secrets: [Secret] = []
    /// How often the file is tried when another process has it open, a second apart at first.
    public internal(set) var connectAttempts = 1
    /// The folder of the files that external models write, from the project's folder.
    public internal(set) var externalRoot = "."

    /// Where Python models find modules of the project's own: `module_paths`.
    public internal(set) var modulePaths: [String] = []

    init(
        name: String = "memory", target: String = "dev", path: String? = nil,
        database: String = "memory", schema: String = "main", threads: Int = 1,
        extensions: [Extension] = [], settings: [Setting] = [], options: [Setting] = [],
        attachments: [Attachment] = [], file: String = "", warnings: [Warning] = []
    ) {
        self.name = name
        self.target = target
        self.path = path
        self.database = database
        self.schema = schema
        self.threads = threads
        self.extensions = extensions
        self.settings = settings
        self.options = options
        self.attachments = attachments
        self.file = file
        self.warnings = warnings
    }

    /// A database in memory with schema `main` and nothing attached.
    public static let inMemory = Profile()

    /// A target made by a program instead of read from a file.
    public init(
        name: String, target: String, path: String?, schema: String = "main",
        database: String? = nil
    ) {
        self.init(
            name: name, target: target, path: path,
            database: database ?? path.map(Self.databaseName(ofPath:)) ?? "memory", schema: schema,
            file: "")
    }

    /// The name DuckDB gives a database: its file's name up to the first dot.
    static func databaseName(ofPath path: String) -> String {
        if path == ":memory:" || path.isEmpty { return "memory" }
        // `ducklake:lake.duckdb`, `ducklake:sqlite:lake.db`
        var path = path
        if path.hasPrefix(Attachment.lakePrefix) {
            path = String(path.split(separator: ":").last ?? "")
        }
        let file = path.split(separator: "/").last ?? Substring(path)
        return String(file.drop { $0 == "." }.prefix { $0 != "." })
    }
}
