public import DuckDB

/// Watches over what a sleep takes of the machine; given from outside.
public struct SleepSupervision: Sendable {
    /// The watch over one sleep's database.
    public struct Watch: Sendable {
        /// Waits until a model may begin; gives what is called when it has ended.
        public var admission: @Sendable (Connection, _ model: String) throws -> @Sendable () -> Void
        /// Why a model was interrupted; nil where the watch did not do it.
        public var interruption: @Sendable (Connection) -> String?
        /// Lets go of the database.
        public var end: @Sendable () -> Void

        public init(
            admission: @escaping @Sendable (Connection, String) throws -> @Sendable () -> Void,
            interruption: @escaping @Sendable (Connection) -> String?,
            end: @escaping @Sendable () -> Void
        ) {
            self.admission = admission
            self.interruption = interruption
            self.end = end
        }
    }

    /// Begins to watch; nil where that cannot be done: the sleep goes on unwatched.
    public var begin: @Sendable (Database) -> Watch?

    public init(begin: @escaping @Sendable (Database) -> Watch?) { self.begin = begin }
}
