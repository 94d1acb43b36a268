/// Which thing of a catalogue is meant, whatever it looks like: the same in two databases.
public struct ObjectID: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var kind: ObjectKind
    /// Empty for a schema and an extension, which are in none.
    public var schema: String
    /// The table or view it is a part of.
    public var table: String?
    /// For functions with the types of their arguments: `f(integer, text)`.
    public var name: String

    public init(_ kind: ObjectKind, schema: String, table: String? = nil, _ name: String) {
        self.kind = kind
        self.schema = schema
        self.table = table
        self.name = name
    }

    /// `column public.users.email`
    public var description: String {
        "\(kind.rawValue) \(path)"
    }

    /// `public.users.email`, as a person reads it: nothing is quoted.
    public var path: String {
        ([schema, table ?? "", name].filter { !$0.isEmpty }).joined(separator: ".")
    }

    public static func < (one: Self, other: Self) -> Bool {
        (one.kind.rank, one.schema, one.table ?? "", one.name)
            < (other.kind.rank, other.schema, other.table ?? "", other.name)
    }
}
