/// Something in a migration that locks, loses, breaks or fails, and the safe way to do it.
public struct LintFinding: Sendable, Hashable {
    public enum Effect: String, Sendable, Hashable {
        /// Holds up whoever reads or writes the table, for as long as it takes.
        case locks
        /// Data is gone afterwards, also after the way down.
        case loses
        /// Programs that run at that moment no longer find what they use.
        case breaks
        /// PostgreSQL will refuse it.
        case fails
        /// Something is not there that should be.
        case lacks
    }

    public var rule: LintRule
    public var file: String
    /// Counted from 1.
    public var line: Int
    /// What is wrong, naming table and column.
    public var message: String
}

/// What `migrate lint` looks for. The raw value is what `-- lint:allow` takes.
public enum LintRule: String, Sendable, Hashable, CaseIterable {
    case indexLocks = "index-locks"
    case concurrentlyInTransaction = "concurrently-in-transaction"
    case transactionControl = "transaction-control"
    case notNullWithoutDefault = "not-null-without-default"
    case setNotNull = "set-not-null"
    case columnType = "column-type"
    case rewrite = "rewrite"
    case dropColumn = "drop-column"
    case dropTable = "drop-table"
    case dropCascade = "drop-cascade"
    case truncate = "truncate"
    case rename = "rename"
    case constraintValidates = "constraint-validates"
    case tableLock = "table-lock"
    case allRows = "all-rows"
    case extensionName = "extension-name"
    case missingDown = "missing-down"
    case emptyDown = "empty-down"
    case emptyUp = "empty-up"
    case noVersion = "no-version"

    public var effect: LintFinding.Effect {
        switch self {
        case .indexLocks, .setNotNull, .columnType, .rewrite, .constraintValidates, .tableLock,
            .allRows:
            .locks
        case .dropColumn, .dropTable, .dropCascade, .truncate: .loses
        case .rename: .breaks
        case .concurrentlyInTransaction, .transactionControl, .notNullWithoutDefault,
            .extensionName:
            .fails
        case .missingDown, .emptyDown, .emptyUp, .noVersion: .lacks
        }
    }

    /// Why it matters.
    public var reason: String {
        switch self {
        case .indexLocks: "the table cannot be written while the index is built or dropped"
        case .concurrentlyInTransaction: "PostgreSQL refuses it inside a transaction"
        case .transactionControl:
            "the migration runs in a transaction of its own, which this would end half-way"
        case .notNullWithoutDefault: "the rows that are there have no value, so it fails on them"
        case .setNotNull: "every row is checked while nobody can read or write the table"
        case .columnType:
            "the table and its indexes are usually written anew while nobody can read or write "
                + "them, and values may be cut"
        case .rewrite: "every row is written anew while nobody can read or write the table"
        case .dropColumn: "the values are gone, and programs that still read the column fail"
        case .dropTable: "the rows are gone, and programs that still read it fail"
        case .dropCascade: "whatever depends on it goes with it, unseen"
        case .truncate: "the rows are gone, and nobody can read the table until the end"
        case .rename: "programs that run at that moment use the old name and fail"
        case .constraintValidates:
            "every row is checked while nobody can write the table"
        case .tableLock: "nobody can read or write the table until the end"
        case .allRows:
            "every row is locked and written at once, in one long transaction"
        case .extensionName: "PostgreSQL knows no extension of this name"
        case .missingDown: "there is no way back"
        case .emptyDown: "the way back does nothing"
        case .emptyUp: "the migration does nothing"
        case .noVersion: "the file is not applied, because its name begins with no version"
        }
    }

    /// How to do it safely.
    public var safeForm: String {
        switch self {
        case .indexLocks:
            "CREATE INDEX CONCURRENTLY (DROP INDEX CONCURRENTLY) in a migration of its own marked "
                + "-- dormouse: no-transaction"
        case .concurrentlyInTransaction:
            "put it in a migration of its own marked -- dormouse: no-transaction"
        case .transactionControl:
            "take BEGIN, COMMIT and ROLLBACK out, or mark the file -- dormouse: no-transaction"
        case .notNullWithoutDefault:
            "give a constant DEFAULT (that is instant); or add the column without NOT NULL, fill "
                + "it in batches, then set NOT NULL"
        case .setNotNull:
            "ADD CONSTRAINT c CHECK (column IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT c in the "
                + "next migration; then SET NOT NULL is instant; then drop c"
        case .columnType:
            "add a new column, write both, fill it in batches, switch the readers, drop the old one"
        case .rewrite:
            "add the column without it, fill it in batches, then set the default"
        case .dropColumn:
            "stop using it first, release that, and drop it in a later migration"
        case .dropTable: "stop using it first; keep a copy or rename it for a while"
        case .dropCascade: "drop what depends on it by name, without CASCADE"
        case .truncate: "delete in batches, if it must be at all"
        case .rename:
            "add the new name beside the old (a column, or a view), move the readers, drop the old"
        case .constraintValidates:
            "add it NOT VALID and VALIDATE CONSTRAINT in the next migration; for UNIQUE and PRIMARY "
                + "KEY build the index CONCURRENTLY first and add the constraint USING INDEX"
        case .tableLock: "a form that takes less: pg_repack, REFRESH … CONCURRENTLY, or none"
        case .allRows: "in batches by key, outside the migration or in one without a transaction"
        case .extensionName: "use the name that the extension's control file has"
        case .missingDown: "write the .down.sql, even if it only says why there is no way back"
        case .emptyDown: "undo in it what the way up does; dormouse migrate validate checks it"
        case .emptyUp: "write the statements, or take the file out"
        case .noVersion: "name it NNNN_name.up.sql, or move it out of the folder"
        }
    }
}
