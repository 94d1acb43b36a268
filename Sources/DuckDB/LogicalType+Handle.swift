internal import CDuckDB

/// Owns a `duckdb_logical_type`.
final class TypeHandle {
    private(set) var raw: duckdb_logical_type?

    init(_ raw: duckdb_logical_type?) { self.raw = raw }
    deinit { duckdb_destroy_logical_type(&raw) }
}

extension LogicalType {
    /// Reads a type from its handle, which stays the caller's.
    init(_ raw: duckdb_logical_type?) {
        let id = duckdb_get_type_id(raw)
        if let simple = Self.simple.first(where: { $0.id == id }) {
            self = simple.type
            if simple.type == .varchar, Self.take(duckdb_logical_type_get_alias(raw)) == "JSON" {
                self = .json
            }
            return
        }
        func child(_ handle: duckdb_logical_type?) -> LogicalType {
            let owner = TypeHandle(handle)
            return withExtendedLifetime(owner) { LogicalType(owner.raw) }
        }
        switch id {
        case DUCKDB_TYPE_DECIMAL:
            self = .decimal(width: duckdb_decimal_width(raw), scale: duckdb_decimal_scale(raw))
        case DUCKDB_TYPE_ENUM:
            self = .enumeration(
                (0..<idx_t(duckdb_enum_dictionary_size(raw))).map {
                    Self.take(duckdb_enum_dictionary_value(raw, $0)) ?? ""
                })
        case DUCKDB_TYPE_LIST: self = .list(child(duckdb_list_type_child_type(raw)))
        case DUCKDB_TYPE_ARRAY:
            self = .array(
                child(duckdb_array_type_child_type(raw)),
                count: Int(duckdb_array_type_array_size(raw)))
        case DUCKDB_TYPE_MAP:
            self = .map(
                key: child(duckdb_map_type_key_type(raw)),
                value: child(duckdb_map_type_value_type(raw)))
        case DUCKDB_TYPE_STRUCT:
            self = .structure(
                (0..<duckdb_struct_type_child_count(raw)).map {
                    Member(
                        Self.take(duckdb_struct_type_child_name(raw, $0)) ?? "",
                        child(duckdb_struct_type_child_type(raw, $0)))
                })
        case DUCKDB_TYPE_UNION:
            self = .union(
                (0..<duckdb_union_type_member_count(raw)).map {
                    Member(
                        Self.take(duckdb_union_type_member_name(raw, $0)) ?? "",
                        child(duckdb_union_type_member_type(raw, $0)))
                })
        default: self = .unknown(id.rawValue)
        }
    }

    /// A new handle of this type.
    func makeHandle() -> TypeHandle {
        if let simple = Self.simple.first(where: { $0.type == self }) {
            return TypeHandle(duckdb_create_logical_type(simple.id))
        }
        switch self {
        case .json:
            let handle = TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR))
            duckdb_logical_type_set_alias(handle.raw, "JSON")
            return handle
        case .decimal(let width, let scale):
            return TypeHandle(duckdb_create_decimal_type(width, scale))
        case .enumeration(let names):
            return Self.withCStrings(names) {
                TypeHandle(duckdb_create_enum_type($0, idx_t(names.count)))
            }
        case .list(let element):
            let child = element.makeHandle()
            return withExtendedLifetime(child) { TypeHandle(duckdb_create_list_type(child.raw)) }
        case .array(let element, let count):
            let child = element.makeHandle()
            return withExtendedLifetime(child) {
                TypeHandle(duckdb_create_array_type(child.raw, idx_t(count)))
            }
        case .map(let key, let value):
            let parts = [key.makeHandle(), value.makeHandle()]
            return withExtendedLifetime(parts) {
                TypeHandle(duckdb_create_map_type(parts[0].raw, parts[1].raw))
            }
        case .structure(let members):
            return Self.handle(of: members, duckdb_create_struct_type)
        case .union(let members):
            return Self.handle(of: members, duckdb_create_union_type)
        default: return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_INVALID))
        }
    }

    private typealias MakeMembers = (
        UnsafeMutablePointer<duckdb_logical_type?>?, UnsafeMutablePointer<UnsafePointer<CChar>?>?,
        idx_t
    ) -> duckdb_logical_type?

    private static func handle(of members: [Member], _ make: MakeMembers) -> TypeHandle {
        let parts = members.map { $0.type.makeHandle() }
        return withExtendedLifetime(parts) {
            var types = parts.map(\.raw)
            return withCStrings(members.map(\.name)) {
                TypeHandle(make(&types, $0, idx_t(members.count)))
            }
        }
    }

    private static func withCStrings<R>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> R
    ) -> R {
        let copies = texts.map { Array($0.utf8CString) }
        let flat = copies.flatMap { $0 }
        return flat.withUnsafeBufferPointer { bytes in
            var offset = 0
            var pointers: [UnsafePointer<CChar>?] = copies.map { copy in
                defer { offset += copy.count }
                return bytes.baseAddress! + offset
            }
            pointers.append(nil)
            return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
        }
    }

    /// The text of a C string that is ours to free.
    static func take(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text else { return nil }
        defer { duckdb_free(text) }
        return String(cString: text)
    }

    private static let simple: [(type: LogicalType, id: duckdb_type)] = [
        (.boolean, DUCKDB_TYPE_BOOLEAN), (.tinyint, DUCKDB_TYPE_TINYINT),
        (.smallint, DUCKDB_TYPE_SMALLINT), (.integer, DUCKDB_TYPE_INTEGER),
        (.bigint, DUCKDB_TYPE_BIGINT), (.hugeint, DUCKDB_TYPE_HUGEINT),
        (.utinyint, DUCKDB_TYPE_UTINYINT), (.usmallint, DUCKDB_TYPE_USMALLINT),
        (.uinteger, DUCKDB_TYPE_UINTEGER), (.ubigint, DUCKDB_TYPE_UBIGINT),
        (.uhugeint, DUCKDB_TYPE_UHUGEINT), (.float, DUCKDB_TYPE_FLOAT),
        (.double, DUCKDB_TYPE_DOUBLE), (.bignum, DUCKDB_TYPE_BIGNUM),
        (.varchar, DUCKDB_TYPE_VARCHAR), (.blob, DUCKDB_TYPE_BLOB), (.bit, DUCKDB_TYPE_BIT),
        (.date, DUCKDB_TYPE_DATE), (.time, DUCKDB_TYPE_TIME), (.timeNS, DUCKDB_TYPE_TIME_NS),
        (.timeTZ, DUCKDB_TYPE_TIME_TZ), (.timestamp, DUCKDB_TYPE_TIMESTAMP),
        (.timestampS, DUCKDB_TYPE_TIMESTAMP_S), (.timestampMS, DUCKDB_TYPE_TIMESTAMP_MS),
        (.timestampNS, DUCKDB_TYPE_TIMESTAMP_NS), (.timestampTZ, DUCKDB_TYPE_TIMESTAMP_TZ),
        (.interval, DUCKDB_TYPE_INTERVAL), (.uuid, DUCKDB_TYPE_UUID),
        (.geometry, DUCKDB_TYPE_GEOMETRY), (.variant, DUCKDB_TYPE_VARIANT),
        (.null, DUCKDB_TYPE_SQLNULL), (.any, DUCKDB_TYPE_ANY),
    ]
}
