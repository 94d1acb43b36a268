internal import CDuckDB

/// The memory of one vector of a chunk, and of the vectors inside it. Does not own anything: the
/// chunk does.
struct VectorView {
    let type: LogicalType
    /// Nil for ARRAY and STRUCT, which keep everything in their children.
    let data: UnsafeRawPointer?
    /// A bit a row, set where there is a value; nil where every row has one.
    let validity: UnsafePointer<UInt64>?
    let children: [VectorView]
    /// How many elements the child of a list holds.
    let childCount: Int

    init(_ vector: duckdb_vector?, type: LogicalType) {
        self.type = type
        data = duckdb_vector_get_data(vector).map { UnsafeRawPointer($0) }
        validity = duckdb_vector_get_validity(vector).map { UnsafePointer($0) }
        var listSize = 0
        switch type {
        case .list(let element):
            children = [VectorView(duckdb_list_vector_get_child(vector), type: element)]
            listSize = Int(duckdb_list_vector_get_size(vector))
        case .map(let key, let value):
            let entry = LogicalType.structure([.init("key", key), .init("value", value)])
            children = [VectorView(duckdb_list_vector_get_child(vector), type: entry)]
            listSize = Int(duckdb_list_vector_get_size(vector))
        case .array(let element, _):
            children = [VectorView(duckdb_array_vector_get_child(vector), type: element)]
        case .structure(let members):
            children = Self.members(vector, members)
        case .union(let members):
            children = Self.members(vector, [.init("", .utinyint)] + members)
        default: children = []
        }
        childCount = listSize
    }

    private static func members(_ vector: duckdb_vector?, _ members: [LogicalType.Member])
        -> [VectorView]
    {
        members.enumerated().map { index, member in
            VectorView(
                duckdb_struct_vector_get_child(vector, idx_t(index)), type: member.type)
        }
    }

    @inline(__always)
    func isNull(_ row: Int) -> Bool {
        guard let validity else { return false }
        return validity[row >> 6] >> UInt64(truncatingIfNeeded: row & 63) & 1 == 0
    }

    @inline(__always)
    func load<T: BitwiseCopyable>(_ row: Int, as type: T.Type = T.self) -> T {
        // Every type but ARRAY and STRUCT has data.
        data.unsafelyUnwrapped.loadUnaligned(
            fromByteOffset: row &* MemoryLayout<T>.stride, as: T.self)
    }

    /// Sixteen bytes as DuckDB keeps them, the lower half first.
    func loadWide(_ row: Int) -> Int128 {
        let raw = load(row, as: duckdb_hugeint.self)
        return Int128(raw.upper) << 64 | Int128(raw.lower)
    }

    /// The bytes of a VARCHAR, BLOB or another type of variable length.
    @inline(__always)
    func withBytes<R>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        let base = data.unsafelyUnwrapped + row &* 16
        return body(StringLayout.bytes(at: base))
    }
}

/// How DuckDB keeps a string in 16 bytes: its length; then up to 12 bytes of it, or 4 bytes of it
/// and where the whole is.
@usableFromInline
enum StringLayout {
    @usableFromInline static let inlineLimit = 12

    @inlinable @inline(__always)
    static func bytes(at base: UnsafeRawPointer) -> UnsafeBufferPointer<UInt8> {
        let count = Int(base.load(as: UInt32.self))
        let start =
            count <= inlineLimit
            ? base + 4 : base.load(fromByteOffset: 8, as: UnsafeRawPointer.self)
        return UnsafeBufferPointer(
            start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }
}
