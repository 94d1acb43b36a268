/// What kept schemas from being read or compared, with what to do about it.
public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: Sendable, Hashable {
        /// A file is not what it should be.
        case unreadable
        /// A source is nothing that schemas can be read from.
        case unknownSource
        /// A script failed on the scratch database.
        case replay
        /// There is nowhere to make a scratch database.
        case noScratch
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
