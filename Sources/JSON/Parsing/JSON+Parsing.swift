extension JSON {
    /// Levels of arrays and objects that `parse` follows unless told otherwise.
    public static let standardDepth = 256

    /// Parses one JSON value, strictly by RFC 8259; a byte order mark at the beginning is skipped.
    ///
    /// Of a key that occurs twice in an object, the last value counts. `\u0000` is allowed, halves
    /// of surrogate pairs are not.
    public static func parse(
        _ text: String, maximumDepth: Int = standardDepth
    ) throws(ParseError) -> JSON {
        try parse(text.utf8, maximumDepth: maximumDepth)
    }

    /// Parses one JSON value from UTF-8: `[UInt8]`, `Data`, a buffer or a slice of one.
    public static func parse(
        _ bytes: some Collection<UInt8>, maximumDepth: Int = standardDepth
    ) throws(ParseError) -> JSON {
        let direct = bytes.withContiguousStorageIfAvailable {
            outcome(of: $0, maximumDepth: maximumDepth)
        }
        let result =
            direct
            ?? Array(bytes).withUnsafeBufferPointer { outcome(of: $0, maximumDepth: maximumDepth) }
        return try result.get()
    }

    private static func outcome(
        of bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int
    ) -> Result<JSON, ParseError> {
        var parser = Parser(bytes, maximumDepth: maximumDepth)
        do throws(Failure) {
            return .success(try parser.parseAll())
        } catch {
            return .failure(error.located(in: bytes))
        }
    }
}
