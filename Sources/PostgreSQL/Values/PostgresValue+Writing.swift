import Foundation

extension PostgresValue {
    /// Writes the value in the binary form of a type, converted where nothing is lost; NULL is the
    /// caller's business. Throws `.invalidValue`.
    func write(as type: PostgresType, to writer: inout ByteWriter) throws(PostgreSQLError) {
        switch (type, self) {
        case (.bool, .bool(let value)): writer.write(UInt8(value ? 1 : 0))
        case (.int2, _): writer.write(try whole(Int16.self, type))
        case (.int4, _): writer.write(try whole(Int32.self, type))
        case (.int8, _): writer.write(try whole(Int64.self, type))
        case (.oid, _): writer.write(try whole(UInt32.self, type))
        case (.float4, .float(let value)): writer.write(value)
        case (.float4, _):
            guard let value = doubleValue, let float = Float(exactly: value) ?? nanOrNil(value)
            else { throw mismatch(type) }
            writer.write(float)
        case (.float8, _):
            guard let value = doubleValue else { throw mismatch(type) }
            writer.write(value)
        case (.numeric, .numeric(let value)): value.write(to: &writer)
        case (.numeric, .double(let value)):
            guard let number = PostgresNumeric("\(value)") else { throw mismatch(type) }
            number.write(to: &writer)
        case (.numeric, _):
            guard let value = intValue else { throw mismatch(type) }
            PostgresNumeric(value).write(to: &writer)
        case (.text, _), (.varchar, _), (.bpchar, _), (.name, _), (.xml, _), (.json, _),
            (.enumeration, _):
            guard let text = stringValue else { throw mismatch(type) }
            try Self.checkText(text)
            writer.write(bytes: text.utf8)
        case (.jsonb, _):
            guard let text = stringValue else { throw mismatch(type) }
            try Self.checkText(text)
            writer.write(UInt8(1))  // The version of the format.
            writer.write(bytes: text.utf8)
        case (.bytea, .bytes(let bytes)): writer.write(bytes: bytes)
        case (.uuid, .uuid(let value)):
            withUnsafeBytes(of: value.uuid) { writer.write(bytes: $0) }
        case (.uuid, .string(let text)):
            guard let value = UUID(uuidString: text) else { throw mismatch(type) }
            withUnsafeBytes(of: value.uuid) { writer.write(bytes: $0) }
        case (.date, .date(let value)):
            guard let days = value.wire else { throw mismatch(type) }
            writer.write(days)
        case (.time, .time(let value)): writer.write(value.microseconds)
        case (.timestamp, .timestamp(let value)), (.timestamptz, .timestamptz(let value)):
            guard let micros = value.wire else { throw mismatch(type) }
            writer.write(micros)
        case (.interval, .interval(let value)):
            writer.write(value.microseconds)
            writer.write(value.days)
            writer.write(value.months)
        case (.vector, .vector(let values)), (.vector, .halfvec(let values)):
            try writeVectorHead(values.count, type, to: &writer)
            writer.write(values)
        case (.halfvec, .vector(let values)), (.halfvec, .halfvec(let values)):
            try writeVectorHead(values.count, type, to: &writer)
            for value in values { writer.write(HalfPrecision.bits(of: value)) }
        case (.array(let element), .array(let array)):
            try write(array, of: element, to: &writer)
        case (.array(.float4), .vector(let values)): write(values, to: &writer)
        case (.array(let element), .vector(let values)):
            let boxed = PostgresArray(.float4, values.map { .float($0) })
            try write(boxed, of: element, to: &writer)
        default: throw mismatch(type)
        }
    }

    /// `real[]` of one dimension, each number after its length.
    private func write(_ values: [Float], to writer: inout ByteWriter) {
        let dimensions: [Int32] = values.isEmpty ? [] : [Int32(values.count), 1]
        for number in [values.isEmpty ? 0 : 1, 0] + [Int32(bitPattern: 700)] + dimensions {
            writer.write(number)
        }
        let length = UInt64(4) << 32
        values.map { (length | UInt64($0.bitPattern)).bigEndian }
            .withUnsafeBytes { writer.write(bytes: $0) }
    }

    private func write(
        _ array: PostgresArray, of element: PostgresType, to writer: inout ByteWriter
    ) throws(PostgreSQLError) {
        guard let oid = element.oid else {
            throw PostgreSQLError(
                .invalidValue,
                "an array of \(element) has no binary form that is the same in every database; "
                    + "bind text[] and cast it in the statement")
        }
        writer.write(Int32(array.dimensions.count))
        writer.write(Int32(array.elements.contains(.null) ? 1 : 0))
        writer.write(oid)
        for length in array.dimensions {
            writer.write(Int32(length))
            writer.write(Int32(1))
        }
        for value in array.elements {
            if value == .null {
                writer.write(Int32(-1))
            } else {
                try writer.writeSized { (writer) throws(PostgreSQLError) in
                    try value.write(as: element, to: &writer)
                }
            }
        }
    }

    private func writeVectorHead(_ count: Int, _ type: PostgresType, to writer: inout ByteWriter)
        throws(PostgreSQLError)
    {
        guard (1...16_000).contains(count) else {
            throw PostgreSQLError(
                .invalidValue, "a \(type) has 1 to 16,000 numbers; this one has \(count)")
        }
        writer.write(Int16(count))
        writer.write(Int16(0))
    }

    private func whole<T: FixedWidthInteger>(_ number: T.Type, _ type: PostgresType)
        throws(PostgreSQLError) -> T
    {
        guard let value = intValue, let fitting = T(exactly: value) else { throw mismatch(type) }
        return fitting
    }

    private func nanOrNil(_ value: Double) -> Float? { value.isNaN ? .nan : nil }

    private func mismatch(_ type: PostgresType) -> PostgreSQLError {
        PostgreSQLError(.invalidValue, "a value of type \(ownType) does not fit the type \(type)")
    }
}
