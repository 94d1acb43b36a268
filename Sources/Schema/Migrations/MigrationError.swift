/// What kept migrations from being read or applied, with what to do about it.
public struct MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: Sendable, Hashable {
        case folderUnreadable, fileUnreadable, duplicateVersion, missingUp, missingDown
        /// A file was changed after it was applied.
        case edited
        /// What was applied has no file any more.
        case missingFile
        /// A file is older than what was applied after it.
        case outOfOrder
        /// A migration without a transaction failed half-way.
        case dirty
        case unknownVersion
        /// The history table cannot be used.
        case historyUnusable
        /// A migration failed.
        case failed
        /// Another process holds the migrations.
        case locked
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
