public import DuckDB
import Synchronization

/// The SQL functions of language models, and the run they work for.
///
/// ```swift
/// let functions = ModelFunctions(gateway: gateway)
/// try functions.register(on: connection)      // every connection of the database knows them
/// functions.run = gateway.beginRun()          // a new piece of work: a sleep, a statement
/// ```
///
/// A call blocks the thread of the engine it runs on until its block of rows is answered. The
/// functions are volatile, so that nothing is asked while a statement is only planned.
public final class ModelFunctions: Sendable {
    /// Makes vectors in this process.
    public struct Embedder: Sendable {
        public let model: String
        public let dimensions: Int
        /// Blocks. Gives up where the closure says so.
        public let embed: @Sendable ([String], @escaping @Sendable () -> Bool) throws -> [[Float]]

        public init(
            model: String, dimensions: Int,
            embed:
                @escaping @Sendable ([String], @escaping @Sendable () -> Bool) throws ->
                [[Float]]
        ) {
            self.model = model
            self.dimensions = dimensions
            self.embed = embed
        }
    }

    public let gateway: Gateway
    let embedder: Embedder?
    let checkedSchemas = CheckedSchemas()
    private let currentRun: Mutex<ModelRun>

    /// - Parameter embedder: the model in this process, where there is one.
    public init(gateway: Gateway, embedder: Embedder? = nil) {
        self.gateway = gateway
        self.embedder = embedder
        currentRun = Mutex(gateway.beginRun())
    }

    /// The same functions for another database, with a run of their own.
    public func separate() -> ModelFunctions {
        ModelFunctions(gateway: gateway, embedder: embedder)
    }

    /// What calls are counted to. Set a new one where a piece of work begins.
    public var run: ModelRun {
        get { currentRun.withLock { $0 } }
        set { currentRun.withLock { $0 = newValue } }
    }

    /// Makes the functions known to a database: all of its connections see them.
    public func register(on connection: Connection) throws(DuckDBError) {
        for function in scalarFunctions { try connection.register(function) }
        for table in [usageTable, cacheTable, failuresTable] { try connection.register(table) }
    }

    private var scalarFunctions: [ScalarFunction] {
        generateFunctions + generateJSONFunctions + tryFunctions + embedFunctions
            + classifyFunctions
    }

    /// A function with and without its last argument, the options.
    func overloads(
        _ name: String, _ parameters: [LogicalType], returns: LogicalType,
        _ body: @escaping ScalarFunction.Body
    ) -> [ScalarFunction] {
        [parameters, parameters + [.any]].map {
            ScalarFunction(
                name: name, parameters: $0, returns: returns, nullHandling: .passThrough,
                isVolatile: true, body: body)
        }
    }
}
