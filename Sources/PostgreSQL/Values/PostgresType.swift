/// The type of a column, a parameter or an array's elements.
public indirect enum PostgresType: Sendable, Hashable {
    case bool, int2, int4, int8, float4, float8, numeric
    case text, varchar, bpchar, name, char, xml, json, jsonb
    case bytea, uuid
    case date, time, timestamp, timestamptz, interval
    case inet, cidr
    /// oid, xid, cid and the names of catalog objects (regclass…): their number.
    case oid
    case void
    /// pgvector's vector.
    case vector
    /// pgvector's halfvec.
    case halfvec
    case array(PostgresType)
    /// An enum, by its name.
    case enumeration(String)
    /// Any other, by its name.
    case other(String)

    /// The type of an object identifier that is the same in every database; nil for those that a
    /// database made itself (extensions, enums, tables).
    init?(oid: UInt32) {
        guard let type = Self.byOID[oid] else { return nil }
        self = type
    }

    /// The object identifier, nil where every database has its own.
    var oid: UInt32? { Self.byType[self] }

    private static let scalars: [(PostgresType, UInt32, UInt32)] = [
        // type, its object identifier, that of its array
        (.bool, 16, 1000), (.bytea, 17, 1001), (.char, 18, 1002), (.name, 19, 1003),
        (.int8, 20, 1016), (.int2, 21, 1005), (.int4, 23, 1007), (.text, 25, 1009),
        (.oid, 26, 1028), (.json, 114, 199), (.xml, 142, 143), (.cidr, 650, 651),
        (.float4, 700, 1021), (.float8, 701, 1022), (.inet, 869, 1041), (.bpchar, 1042, 1014),
        (.varchar, 1043, 1015), (.date, 1082, 1182), (.time, 1083, 1183),
        (.timestamp, 1114, 1115), (.timestamptz, 1184, 1185), (.interval, 1186, 1187),
        (.numeric, 1700, 1231), (.uuid, 2950, 2951), (.jsonb, 3802, 3807),
    ]

    private static let byOID: [UInt32: PostgresType] = {
        var types: [UInt32: PostgresType] = [
            // int2vector, oidvector; an unknown literal; xid, cid; regproc … regcollation; void.
            22: .array(.int2), 30: .array(.oid), 705: .text, 28: .oid, 29: .oid, 2278: .void,
        ]
        for number: UInt32 in [24, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096, 4191] {
            types[number] = .oid
        }
        for (type, oid, array) in scalars {
            types[oid] = type
            types[array] = .array(type)
        }
        return types
    }()

    private static let byType: [PostgresType: UInt32] = {
        var oids: [PostgresType: UInt32] = [.void: 2278]
        for (type, oid, array) in scalars {
            oids[type] = oid
            oids[.array(type)] = array
        }
        return oids
    }()
}

extension PostgresType: CustomStringConvertible {
    /// As SQL names it.
    public var description: String {
        switch self {
        case .bool: "boolean"
        case .int2: "smallint"
        case .int4: "integer"
        case .int8: "bigint"
        case .float4: "real"
        case .float8: "double precision"
        case .char: "\"char\""
        case .array(let element): "\(element)[]"
        case .enumeration(let name), .other(let name): name
        case .numeric: "numeric"
        case .text: "text"
        case .varchar: "varchar"
        case .bpchar: "char"
        case .name: "name"
        case .xml: "xml"
        case .json: "json"
        case .jsonb: "jsonb"
        case .bytea: "bytea"
        case .uuid: "uuid"
        case .date: "date"
        case .time: "time"
        case .timestamp: "timestamp"
        case .timestamptz: "timestamptz"
        case .interval: "interval"
        case .inet: "inet"
        case .cidr: "cidr"
        case .oid: "oid"
        case .void: "void"
        case .vector: "vector"
        case .halfvec: "halfvec"
        }
    }
}
