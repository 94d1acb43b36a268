/// What went wrong, for a program (`code`) and for a person (`message`: what, where, what next).
/// Never holds a memory's content.
public struct MemoryError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// What was given cannot be taken; nothing was changed.
        case invalidInput
        /// What it is about was changed meanwhile, or before; nothing was changed now.
        case conflict
        /// No memory, session or cycle of this name.
        case notFound
        /// Another process holds the home.
        case homeBusy
        /// The home cannot be read or written, or is of a newer version.
        case homeUnusable
        /// The store's file is damaged.
        case damaged
        /// The disk is full, or another fault of reading and writing.
        case storage
        /// The server that keeps the memories cannot be reached.
        case unreachable
        /// The embedding model is missing or does not run.
        case model
        /// A model of the sleep project failed.
        case sleepFailed
        /// Stopped on request.
        case cancelled
        /// Not done by its deadline.
        case timedOut
        /// Too many calls wait already; this one was not begun.
        case overloaded
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
