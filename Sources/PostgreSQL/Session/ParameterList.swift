/// The values of a statement in the form libpq takes.
struct ParameterList {
    let types: [UInt32]
    private let lengths: [Int32]
    private let formats: [Int32]
    /// All values one after another, and where each begins; -1 for NULL.
    private let bytes: [UInt8]
    private let starts: [Int]

    init() {
        (types, lengths, formats, bytes, starts) = ([], [], [], [], [])
    }

    init(_ query: PostgresQuery) throws(PostgreSQLError) {
        try PostgresValue.checkText(query.text)
        guard query.values.count <= 65_535 else {
            throw PostgreSQLError(
                .invalidValue,
                "a statement takes at most 65,535 values; this has \(query.values.count)",
                hint: "bind arrays and use unnest, or COPY")
        }
        try self.init(query.values)
    }

    init(_ values: [PostgresValue]) throws(PostgreSQLError) {
        var types: [UInt32] = []
        var lengths: [Int32] = []
        var formats: [Int32] = []
        var bytes: [UInt8] = []
        var starts: [Int] = []
        for (index, value) in values.enumerated() {
            let parameter: Parameter
            do {
                parameter = try value.parameter()
            } catch {
                throw PostgreSQLError(error.code, "value $\(index + 1): \(error.message)")
            }
            types.append(parameter.oid)
            lengths.append(Int32(clamping: parameter.bytes?.count ?? 0))
            formats.append(parameter.isBinary ? 1 : 0)
            starts.append(parameter.bytes == nil ? -1 : bytes.count)
            // An empty value still needs an address inside the buffer.
            bytes += parameter.bytes ?? []
        }
        bytes.append(0)
        (self.types, self.lengths, self.formats) = (types, lengths, formats)
        (self.bytes, self.starts) = (bytes, starts)
    }

    typealias Pointers<T> = (
        UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
        UnsafePointer<Int32>?, Int32
    ) -> T

    func withPointers<T>(_ body: Pointers<T>) -> T {
        bytes.withUnsafeBytes { raw in
            let values = starts.map { start in
                start < 0
                    ? nil : raw.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
            }
            return values.withUnsafeBufferPointer { values in
                types.withUnsafeBufferPointer { types in
                    lengths.withUnsafeBufferPointer { lengths in
                        formats.withUnsafeBufferPointer { formats in
                            body(
                                types.baseAddress, values.baseAddress, lengths.baseAddress,
                                formats.baseAddress, Int32(types.count))
                        }
                    }
                }
            }
        }
    }
}
