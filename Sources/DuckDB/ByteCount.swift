/// An amount of memory or of disk space.
public struct ByteCount: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let bytes: Int64

    public init(bytes: Int64) { self.bytes = bytes }

    public static func bytes(_ count: Int64) -> Self { Self(bytes: count) }
    public static func kibibytes(_ count: Int64) -> Self { Self(bytes: count << 10) }
    public static func mebibytes(_ count: Int64) -> Self { Self(bytes: count << 20) }
    public static func gibibytes(_ count: Int64) -> Self { Self(bytes: count << 30) }

    public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }

    /// In the largest binary unit that divides it exactly, as DuckDB reads it: `512MiB`.
    public var description: String {
        for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] as [(Int64, String)]
        where bytes != 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(unit)"
        }
        return "\(bytes)B"
    }
}
