/// What is known of a thing in a catalogue. The raw value is its key in a saved inspection.
public enum Fact: String, Sendable, Hashable, CaseIterable {
    case type
    case collation
    case notNull = "not_null"
    case `default`
    /// `ALWAYS` or `BY DEFAULT`, with the options of its sequence.
    case identity
    /// The expression of a generated column, with `STORED` or `VIRTUAL`.
    case generated
    case storage
    case compression
    case statisticsTarget = "statistics_target"

    /// `unlogged`, where a table is.
    case persistence
    case partitionBy = "partition_by"
    case partitionOf = "partition_of"
    case bound
    case inherits
    /// Whether a column or check that a table has of its own is one that it has from a parent too.
    case inherited
    /// Whether a column that comes from a parent stays when the parent's goes.
    case local
    case accessMethod = "access_method"
    /// `enabled`, or `forced` for the owner too.
    case rowSecurity = "row_security"
    case replicaIdentity = "replica_identity"
    /// The index whose order CLUSTER gives the rows.
    case cluster

    /// Where an extension that could be anywhere has its things.
    case schema
    /// The words of an enum in their order.
    case labels
    /// The checks of a domain, by name.
    case checks
    case ownedBy = "owned_by"
    /// The text by which PostgreSQL itself describes the thing.
    case definition
    /// A function's name and argument types, as SQL.
    case signature
    case arguments
    case returns
    case options
    /// `disabled`, `replica` or `always`, where a trigger or rule is not simply on. For a
    /// constraint, which of its triggers are not: `referencing insert disabled`.
    case firing
    /// False for an index that a failed concurrent build left behind.
    case valid

    case command
    case permissive
    case roles
    case using
    case check

    case method
    case unique
    case keys
    case include
    case `where`
    case columns
    case position
    case version
    /// The name and type of each attribute of a composite type.
    case attributes
    case comment
    /// Who owns it.
    case owner
    /// What was granted on it: `reader: SELECT, INSERT*`, with a star where it may be passed on.
    case grants

    /// Whether two catalogues differ when this does. The others say again what the definition says,
    /// or depend on the server and on the order of events.
    /// Owners and grants are read where that is asked for.
    public var isCompared: Bool {
        switch self {
        case .signature, .method, .unique, .keys, .include, .where, .columns, .position, .version,
            .attributes, .inherited, .local:
            false
        default: true
        }
    }
}
