/// A tool whose history of migrations can be taken over.
public enum MigrationTool: String, Sendable, Hashable, CaseIterable {
    case flyway, prisma, diesel, goose, dbmate, sqlx, supabase, drizzle, mybatis, micrate, tern
    case atlas, refinery, play
    case golangMigrate = "golang-migrate"
    case sqlMigrate = "sql-migrate"
    case nodePgMigrate = "node-pg-migrate"

    /// The table in which it keeps its history.
    public var table: String {
        switch self {
        case .flyway: "flyway_schema_history"
        case .prisma: "_prisma_migrations"
        case .diesel: "__diesel_schema_migrations"
        case .goose: "goose_db_version"
        case .dbmate, .golangMigrate, .supabase: "schema_migrations"
        case .sqlx: "_sqlx_migrations"
        case .drizzle: "__drizzle_migrations"
        case .mybatis: "changelog"
        case .micrate: "micrate_db_version"
        case .tern: "schema_version"
        case .atlas: "atlas_schema_revisions"
        case .refinery: "refinery_schema_history"
        case .play: "play_evolutions"
        case .sqlMigrate: "gorp_migrations"
        case .nodePgMigrate: "pgmigrations"
        }
    }

    /// Columns that the table has, and that tell tools with tables of one name apart.
    var columns: Set<String> {
        switch self {
        case .flyway: ["installed_rank", "version", "script", "success", "checksum", "type"]
        case .prisma: ["migration_name", "checksum", "finished_at", "rolled_back_at"]
        case .diesel: ["version", "run_on"]
        case .goose, .micrate: ["id", "version_id", "is_applied"]
        case .dbmate: ["version"]
        case .golangMigrate: ["version", "dirty"]
        case .supabase: ["version", "statements"]
        case .sqlx: ["version", "success", "checksum"]
        case .drizzle: ["id", "hash", "created_at"]
        case .mybatis: ["id", "applied_at", "description"]
        case .tern: ["version"]
        case .atlas: ["version", "applied", "total", "error"]
        case .refinery: ["version", "name", "checksum"]
        case .play: ["id", "state", "apply_script"]
        case .sqlMigrate: ["id", "applied_at"]
        case .nodePgMigrate: ["id", "name", "run_on"]
        }
    }

    /// Columns that another tool's table of the same name has.
    private var foreignColumns: Set<String> {
        switch self {
        case .dbmate: ["dirty", "statements"]
        case .tern: ["installed_rank", "success"]
        default: []
        }
    }

    /// All columns, where no other kind of table has just these: its history is known by them under
    /// any name. Those of Flyway before 5 (`schema_version`) are among its.
    private var ownColumns: Set<String>? {
        switch self {
        case .flyway: columns.union(["description", "installed_by", "installed_on"])
        case .goose: columns.union(["tstamp"])
        case .golangMigrate: columns
        case .sqlx: columns.union(["description", "installed_on", "execution_time"])
        case .nodePgMigrate: columns
        default: nil
        }
    }

    /// - Parameter name: of the table; nil where a person has said that it is this tool's.
    func fits(_ found: Set<String>, name: String?) -> Bool {
        guard columns.isSubset(of: found), foreignColumns.isDisjoint(with: found) else {
            return false
        }
        guard let name, name != table else { return true }
        return self == .flyway
            ? ownColumns?.isSubset(of: found) ?? false : ownColumns == found
    }

    /// Whether its table has the last version only: all before it are applied.
    var keepsLastOnly: Bool { self == .golangMigrate || self == .tern }

    /// What the tool itself does about a state that it calls failed or dirty.
    var remedy: String {
        switch self {
        case .flyway: "flyway repair"
        case .prisma: "prisma migrate resolve"
        case .golangMigrate: "migrate force VERSION"
        case .sqlx: "sqlx migrate run, after deleting the entry"
        case .atlas: "atlas migrate set"
        case .play: "Play's page for evolutions, or state = 'applied'"
        default: "the tool itself"
        }
    }
}
