extension PostgreSQLError {
    /// What went wrong. The raw value is stable and fit for logs.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // Connecting.
        /// The URL or a setting of the connection cannot be used.
        case configuration
        /// A pooler refused what only a session of its own could have.
        case pooled
        case hostNotFound = "host not found"
        case hostUnreachable = "host unreachable"
        case connectionRefused = "connection refused"
        case connectTimeout = "connect timeout"
        case tls
        case password
        /// The server knows no such role, or lets it in from nowhere near here (pg_hba.conf).
        case authorization
        case databaseNotFound = "database not found"
        case tooManyConnections = "too many connections"
        /// Starting up, shutting down, or recovering.
        case serverNotReady = "server not ready"
        case connectionFailed = "connection failed"

        // The connection.
        case connectionLost = "connection lost"
        case serverShutdown = "server shutdown"
        /// The connection broke while a COMMIT was under way: it may have happened or not.
        case commitOutcomeUnknown = "commit outcome unknown"
        /// The connection or the pool was closed by this program.
        case closed
        /// A stream or COPY is open on the connection.
        case busy
        /// No connection came free in time.
        case poolTimeout = "pool timeout"
        /// The Swift task was cancelled, or `cancel` was called.
        case cancelled

        // What was asked.
        /// A value cannot be sent.
        case invalidValue = "invalid value"
        /// A value read is of another type.
        case typeMismatch = "type mismatch"
        case unknownColumn = "unknown column"
        /// The server answered with what the call does not expect.
        case unexpected

        // What the server reports.
        case syntax
        case undefinedTable = "undefined table"
        case undefinedColumn = "undefined column"
        case undefinedFunction = "undefined function"
        case undefinedObject = "undefined object"
        case undefinedSchema = "undefined schema"
        case duplicateTable = "duplicate table"
        case duplicateColumn = "duplicate column"
        case duplicateObject = "duplicate object"
        case duplicateDatabase = "duplicate database"
        case duplicateSchema = "duplicate schema"
        case dependentObjects = "dependent objects"
        case datatypeMismatch = "datatype mismatch"
        case uniqueViolation = "unique violation"
        case foreignKeyViolation = "foreign key violation"
        case notNullViolation = "not null violation"
        case checkViolation = "check violation"
        case exclusionViolation = "exclusion violation"
        case integrity
        case invalidText = "invalid text"
        case outOfRange = "out of range"
        case data
        case serializationFailure = "serialization failure"
        case deadlock
        case lockNotAvailable = "lock not available"
        case objectInUse = "object in use"
        /// By statement_timeout or by somebody's pg_cancel_backend.
        case statementTimeout = "statement timeout"
        case idleInTransaction = "idle in transaction"
        case transaction
        /// A statement in the transaction failed before; only a rollback helps.
        case failedTransaction = "failed transaction"
        case readOnly = "read only"
        case permission
        case notSupported = "not supported"
        case prepared = "prepared statement"
        case diskFull = "disk full"
        case outOfMemory = "out of memory"
        case limit
        case io = "input/output"
        case corrupted
        /// RAISE in PL/pgSQL.
        case raised
        case other
    }
}

extension PostgreSQLError.Code {
    /// The code of a SQLSTATE: an exact one first, then its class (the first two characters).
    init(sqlState: String) {
        self = Self.exact[sqlState] ?? Self.byClass[String(sqlState.prefix(2))] ?? .other
    }

    private static let exact: [String: Self] = [
        "28P01": .password, "3D000": .databaseNotFound, "53300": .tooManyConnections,
        "57P03": .serverNotReady, "57P01": .serverShutdown, "57P02": .serverShutdown,
        "42601": .syntax, "42P01": .undefinedTable, "42703": .undefinedColumn,
        "42883": .undefinedFunction, "42704": .undefinedObject, "3F000": .undefinedSchema,
        "42P07": .duplicateTable, "42701": .duplicateColumn, "42710": .duplicateObject,
        "42723": .duplicateObject, "42P04": .duplicateDatabase, "42P06": .duplicateSchema,
        "2BP01": .dependentObjects, "42804": .datatypeMismatch, "42501": .permission,
        "23505": .uniqueViolation, "23503": .foreignKeyViolation, "23502": .notNullViolation,
        "23514": .checkViolation, "23P01": .exclusionViolation, "22P02": .invalidText,
        "22003": .outOfRange, "22008": .outOfRange, "40001": .serializationFailure,
        "40P01": .deadlock, "55P03": .lockNotAvailable, "55006": .objectInUse,
        "57014": .statementTimeout, "25P03": .idleInTransaction, "25P02": .failedTransaction,
        "25006": .readOnly, "26000": .prepared, "0A000": .notSupported, "53100": .diskFull,
        "53200": .outOfMemory, "P0001": .raised, "57P05": .connectionLost,
    ]

    private static let byClass: [String: Self] = [
        "08": .connectionLost, "22": .data, "23": .integrity, "25": .transaction,
        "28": .authorization, "40": .transaction, "42": .syntax, "53": .limit, "54": .limit,
        "57": .serverShutdown, "58": .io, "P0": .raised, "XX": .corrupted,
    ]
}
