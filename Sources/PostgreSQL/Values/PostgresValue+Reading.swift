import Foundation

extension PostgresValue {
    /// Reads the binary form of a type; nil where the bytes are not one.
    init?(_ bytes: UnsafeRawBufferPointer, type: PostgresType, types: [UInt32: PostgresType]) {
        var reader = ByteReader(bytes)
        var read: Self?
        switch type {
        case .bool: read = reader.read(UInt8.self).map { .bool($0 != 0) }
        case .int2: read = reader.read(Int16.self).map { .int16($0) }
        case .int4: read = reader.read(Int32.self).map { .int32($0) }
        case .int8: read = reader.read(Int64.self).map { .int64($0) }
        case .oid: read = reader.read(UInt32.self).map { .oid($0) }
        case .float4: read = reader.readFloat().map { .float($0) }
        case .float8: read = reader.readDouble().map { .double($0) }
        case .date: read = reader.read(Int32.self).map { .date(PostgresDate(wire: $0)) }
        case .time: read = reader.read(Int64.self).map { .time(PostgresTime(microseconds: $0)) }
        case .timestamp:
            read = reader.read(Int64.self).map { .timestamp(PostgresTimestamp(wire: $0)) }
        case .timestamptz:
            read = reader.read(Int64.self).map { .timestamptz(PostgresTimestamp(wire: $0)) }
        case .interval:
            if let micros: Int64 = reader.read(), let days: Int32 = reader.read(),
                let months: Int32 = reader.read()
            {
                read = .interval(
                    PostgresInterval(months: months, days: days, microseconds: micros))
            }
        case .uuid:
            if let raw = reader.read(count: 16) {
                read = .uuid(UUID(uuid: raw.loadUnaligned(as: uuid_t.self)))
            }
        case .numeric:
            read = PostgresNumeric(reader.readRest()).map { .numeric($0) }
        case .text, .varchar, .bpchar, .name, .char, .xml, .enumeration:
            read = .string(String(decoding: reader.readRest(), as: UTF8.self))
        case .json: read = .json(String(decoding: reader.readRest(), as: UTF8.self))
        case .jsonb:
            guard reader.read(UInt8.self) == 1 else { return nil }
            read = .jsonb(String(decoding: reader.readRest(), as: UTF8.self))
        case .bytea: read = .bytes(Array(reader.readRest()))
        case .inet, .cidr: read = Self.address(reader.readRest(), type: type).map { .string($0) }
        case .void: read = .null
        case .vector:
            read = Self.vector(&reader, size: 4) { $0.readFloat() }.map { .vector($0) }
        case .halfvec:
            read = Self.vector(&reader, size: 2) {
                $0.read(UInt16.self).map { HalfPrecision.value($0) }
            }.map { .halfvec($0) }
        case .array(let element):
            read = Self.array(&reader, of: element, types: types).map { .array($0) }
        case .other: read = .unread(type: type, Array(reader.readRest()))
        }
        guard let value = read, reader.isAtEnd else { return nil }
        self = value
    }

    /// pgvector: the number of elements, two bytes of zero, the elements.
    private static func vector(
        _ reader: inout ByteReader, size: Int, element: (inout ByteReader) -> Float?
    ) -> [Float]? {
        guard let count: UInt16 = reader.read(), reader.read(UInt16.self) != nil,
            reader.remaining == Int(count) * size
        else { return nil }
        var values: [Float] = []
        values.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let value = element(&reader) else { return nil }
            values.append(value)
        }
        return values
    }

    private static func array(
        _ reader: inout ByteReader, of declared: PostgresType, types: [UInt32: PostgresType]
    ) -> PostgresArray? {
        guard let dimensions: Int32 = reader.read(), reader.read(Int32.self) != nil,
            let oid: UInt32 = reader.read(), (0...6).contains(dimensions)
        else { return nil }
        let element = PostgresType(oid: oid) ?? types[oid] ?? declared
        var lengths: [Int] = []
        var count = dimensions == 0 ? 0 : 1
        for _ in 0..<dimensions {
            guard let length: Int32 = reader.read(), reader.read(Int32.self) != nil, length >= 0
            else { return nil }
            lengths.append(Int(length))
            let (product, overflow) = count.multipliedReportingOverflow(by: Int(length))
            if overflow { return nil }
            count = product
        }
        // Each element has at least its length.
        guard count <= reader.remaining / 4 else { return nil }
        var elements: [PostgresValue] = []
        elements.reserveCapacity(count)
        for _ in 0..<count {
            guard let size: Int32 = reader.read() else { return nil }
            if size < 0 {
                elements.append(.null)
            } else {
                guard let bytes = reader.read(count: Int(size)),
                    let value = PostgresValue(bytes, type: element, types: types)
                else { return nil }
                elements.append(value)
            }
        }
        return PostgresArray(element, dimensions: lengths, elements)
    }

    /// Family, prefix length, whether a cidr, the number of bytes, the bytes.
    private static func address(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> String? {
        guard bytes.count >= 4, bytes.count == 4 + Int(bytes[3]) else { return nil }
        let raw = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(4))
        var text: String
        if raw.count == 4 {
            text = raw.map { String($0) }.joined(separator: ".")
        } else if raw.count == 16 {
            var buffer = [CChar](repeating: 0, count: 64)
            guard inet_ntop(AF_INET6, raw.baseAddress, &buffer, 64) != nil else { return nil }
            text = buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        } else {
            return nil
        }
        if type == .cidr || Int(bytes[1]) != raw.count * 8 { text += "/\(bytes[1])" }
        return text
    }
}
