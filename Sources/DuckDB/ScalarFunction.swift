/// A SQL function written in Swift.
///
/// The engine calls it with blocks of up to 2,048 rows, from several threads at once: one for each
/// 122,880 rows of a table. A slow function should do the rows of a block in parallel by itself,
/// and look at `Arguments.isInterrupted` now and then. It must not run SQL on the same database.
///
/// A function that is not volatile is computed once for constant arguments, and that also during
/// EXPLAIN. What it throws becomes an error of the statement, with code `.invalidInput`.
public struct ScalarFunction: Sendable {
    /// What happens to rows with a NULL among the arguments.
    public enum NullHandling: Sendable {
        /// The answer is NULL, whatever the function writes.
        case propagate
        /// The function sees the NULLs and decides.
        case passThrough
    }

    public typealias Body = @Sendable (Arguments, Answer) throws -> Void

    public let name: String
    public let parameters: [LogicalType]
    /// The type of any number of further arguments.
    public let variadic: LogicalType?
    public let returns: LogicalType
    public let nullHandling: NullHandling
    /// Whether the same arguments may give another answer: then it is called for every row.
    public let isVolatile: Bool
    let body: Body

    /// A function over blocks of rows. It reads the columns of `Arguments` and writes each row of
    /// `Answer`; rows it does not write are NULL.
    public init(
        name: String, parameters: [LogicalType], variadic: LogicalType? = nil,
        returns: LogicalType, nullHandling: NullHandling = .propagate, isVolatile: Bool = false,
        body: @escaping Body
    ) {
        self.name = name
        self.parameters = parameters
        self.variadic = variadic
        self.returns = returns
        self.nullHandling = nullHandling
        self.isVolatile = isVolatile
        self.body = body
    }
}
