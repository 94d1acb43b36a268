internal import CDuckDB

extension DuckDBError {
    /// What went wrong. The raw value is stable and fit for logs.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // What the engine reports.
        case outOfRange = "out of range"
        case conversion
        case unknownType = "unknown type"
        case decimal
        case mismatchedType = "mismatched type"
        case divideByZero = "divide by zero"
        case objectSize = "object size"
        case invalidType = "invalid type"
        case serialization
        case transaction
        case notImplemented = "not implemented"
        case expression
        case catalog
        case parser
        case planner
        case scheduler
        case executor
        case constraint
        case index
        case statistics
        case connection
        case syntax
        case settings
        case binder
        case network
        case optimizer
        case nullPointer = "null pointer"
        case io = "input/output"
        case interrupt
        /// The database can no longer be used: close it and open it again.
        case fatal
        case `internal`
        case invalidInput = "invalid input"
        case outOfMemory = "out of memory"
        case permission
        case parameterNotResolved = "parameter not resolved"
        case parameterNotAllowed = "parameter not allowed"
        case dependency
        case http
        case missingExtension = "missing extension"
        case autoload
        case sequence
        case configuration
        case unknown

        // What this wrapper tells apart.
        /// The database file is in use by another process or by another `Database` of this one.
        case locked
        /// The file is not a database, or its content is damaged.
        case corruptFile = "corrupt file"
        /// A write to a database that is open for reading only.
        case readOnly = "read only"
        /// Two transactions changed the same rows; try the transaction again.
        case conflict
        /// The number or names of bound values do not fit the statement.
        case parameters
        /// A value does not fit the type of its column.
        case typeMismatch = "type mismatch"
        /// A result or table has no such column.
        case unknownColumn = "unknown column"
        /// This type cannot be read or written here.
        case unsupportedType = "unsupported type"
        /// An appender or stream was used after it was closed or superseded.
        case closed
        /// SQL on a database from inside one of its own Swift functions.
        case reentrant
    }
}

extension DuckDBError.Code {
    init(_ type: duckdb_error_type) {
        self = Self.byType[type.rawValue] ?? .unknown
    }

    /// For the calls of the C API that give a message and no type: DuckDB starts every message
    /// with the name of its kind.
    init(message: String) {
        guard let end = message.firstRange(of: " Error") else {
            self = .unknown
            return
        }
        self = Self.byName[message[..<end.lowerBound].lowercased()] ?? .unknown
    }

    private static let byType: [UInt32: Self] = [
        1: .outOfRange, 2: .conversion, 3: .unknownType, 4: .decimal, 5: .mismatchedType,
        6: .divideByZero, 7: .objectSize, 8: .invalidType, 9: .serialization, 10: .transaction,
        11: .notImplemented, 12: .expression, 13: .catalog, 14: .parser, 15: .planner,
        16: .scheduler, 17: .executor, 18: .constraint, 19: .index, 20: .statistics,
        21: .connection, 22: .syntax, 23: .settings, 24: .binder, 25: .network, 26: .optimizer,
        27: .nullPointer, 28: .io, 29: .interrupt, 30: .fatal, 31: .internal, 32: .invalidInput,
        33: .outOfMemory, 34: .permission, 35: .parameterNotResolved, 36: .parameterNotAllowed,
        37: .dependency, 38: .http, 39: .missingExtension, 40: .autoload, 41: .sequence,
        42: .configuration,
    ]

    private static let byName: [String: Self] = [
        "out of range": .outOfRange, "conversion": .conversion, "unknown type": .unknownType,
        "decimal": .decimal, "mismatch type": .mismatchedType, "divide by zero": .divideByZero,
        "object size": .objectSize, "invalid type": .invalidType, "serialization": .serialization,
        "transactioncontext": .transaction, "not implemented": .notImplemented,
        "expression": .expression, "catalog": .catalog, "parser": .parser, "planner": .planner,
        "scheduler": .scheduler, "executor": .executor, "constraint": .constraint, "index": .index,
        "stat": .statistics, "connection": .connection, "syntax": .syntax, "settings": .settings,
        "binder": .binder, "network": .network, "optimizer": .optimizer,
        "nullpointer": .nullPointer, "io": .io, "interrupt": .interrupt, "fatal": .fatal,
        "internal": .internal, "invalid input": .invalidInput, "out of memory": .outOfMemory,
        "permission": .permission, "parameter not resolved": .parameterNotResolved,
        "parameter not allowed": .parameterNotAllowed, "dependency": .dependency, "http": .http,
        "missing extension": .missingExtension, "extension autoloading": .autoload,
        "sequence": .sequence, "invalid configuration": .configuration,
    ]
}
