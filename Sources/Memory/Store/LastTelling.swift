public import Foundation

/// The last call of `remember` or import, and what it told.
public struct LastTelling: Sendable {
    /// See `MemoryRecord.telling`.
    public let number: UUID
    public let namespace: String
    /// Those it told that nobody has told again.
    public let memories: [MemoryRecord]
    /// How many more it told, which others have told since: they stay.
    public let toldAgain: Int

    /// When it was, by its number.
    public var toldAt: Moment {
        let bytes = withUnsafeBytes(of: number.uuid) { Array($0) }
        let milliseconds = bytes.prefix(6).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return Moment(
            microseconds: milliseconds * 1000 + Int64(bytes[6] & 0x0f) << 8 + Int64(bytes[7]))
    }
}
