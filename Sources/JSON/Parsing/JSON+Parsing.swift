extension JSON {
    /// Levels of arrays and objects that `parse` follows unless told otherwise.
    public static let standardDepth = 256

    /// Parses one JSON value, strictly by RFC 8259; a byte order mark at the beginning is skipped.
    ///
    /// Of a key that occurs twice in an object, the last value counts, unless such objects are
    /// refused. `\u0000` is allowed, halves of surrogate pairs are not.
    public static func parse(
        _ text: String, maximumDepth: Int = standardDepth, refusesDuplicateKeys: Bool = false
    ) throws(ParseError) -> JSON {
        try parse(
            text.utf8, maximumDepth: maximumDepth, refusesDuplicateKeys: refusesDuplicateKeys)
    }

    /// Parses one JSON value from UTF-8: `[UInt8]`, `Data`, a buffer or a slice of one.
    public static func parse(
        _ bytes: some Collection<UInt8>, maximumDepth: Int = standardDepth,
        refusesDuplicateKeys: Bool = false
    ) throws(ParseError) -> JSON {
        let parser = { (bytes: UnsafeBufferPointer<UInt8>) in
            Parser(
                bytes, maximumDepth: maximumDepth, refusesDuplicateKeys: refusesDuplicateKeys)
        }
        let direct = bytes.withContiguousStorageIfAvailable { outcome(of: $0, parser($0)) }
        let result =
            direct ?? Array(bytes).withUnsafeBufferPointer { outcome(of: $0, parser($0)) }
        return try result.get()
    }

    private static func outcome(
        of bytes: UnsafeBufferPointer<UInt8>, _ parser: Parser
    ) -> Result<JSON, ParseError> {
        var parser = parser
        do throws(Failure) {
            return .success(try parser.parseAll())
        } catch {
            return .failure(error.located(in: bytes))
        }
    }
}
