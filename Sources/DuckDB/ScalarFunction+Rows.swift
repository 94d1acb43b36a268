/// Functions that see one row at a time. With the default handling of NULL they are not called
/// for rows with a NULL argument.
extension ScalarFunction {
    /// A function from values to a value.
    public init(
        name: String, parameters: [LogicalType], variadic: LogicalType? = nil,
        returns: LogicalType, nullHandling: NullHandling = .propagate, isVolatile: Bool = false,
        eachRow: @escaping @Sendable ([Value]) throws -> Value
    ) {
        self.init(
            name: name, parameters: parameters, variadic: variadic, returns: returns,
            nullHandling: nullHandling, isVolatile: isVolatile
        ) { arguments, answer in
            for row in 0..<arguments.rowCount {
                if row % 64 == 0 { try arguments.checkInterruption() }
                if nullHandling == .propagate && arguments.hasNull(row) { continue }
                try answer.set(try eachRow(arguments.chunk.row(row)), at: row)
            }
        }
    }

    /// A function of one Swift type: `ScalarFunction("shout") { (text: String) in … }`. An
    /// optional argument sees NULL.
    public init<A: ValueConvertible, R: ValueConvertible>(
        _ name: String, isVolatile: Bool = false, _ function: @escaping @Sendable (A) throws -> R
    ) {
        self.init(
            name: name, parameters: [A.duckDBType], returns: R.duckDBType,
            nullHandling: A(duckDBValue: .null) == nil ? .propagate : .passThrough,
            isVolatile: isVolatile
        ) { values in
            try function(try Self.argument(values, 0)).duckDBValue
        }
    }

    /// A function of two Swift types. An optional argument sees NULL; where another is NULL, so is
    /// the answer.
    public init<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
        _ name: String, isVolatile: Bool = false,
        _ function: @escaping @Sendable (A, B) throws -> R
    ) {
        let takesNull = [A(duckDBValue: .null) != nil, B(duckDBValue: .null) != nil]
        self.init(
            name: name, parameters: [A.duckDBType, B.duckDBType], returns: R.duckDBType,
            nullHandling: takesNull.contains(true) ? .passThrough : .propagate,
            isVolatile: isVolatile
        ) { values in
            for (value, takes) in zip(values, takesNull) where value == .null && !takes {
                return .null
            }
            return try function(try Self.argument(values, 0), try Self.argument(values, 1))
                .duckDBValue
        }
    }

    private static func argument<T: ValueConvertible>(_ values: [Value], _ index: Int)
        throws(DuckDBError) -> T
    {
        if let argument = T(duckDBValue: values[index]) { return argument }
        throw DuckDBError(.typeMismatch, "argument \(index + 1) does not read as \(T.self)")
    }
}
