internal import CDuckDB

/// Writes a vector of the engine: a column of a chunk that is being filled, or the answer of a
/// function. Rows may be written in any order, and again; a list leaves its old elements unused.
final class VectorWriter {
    let type: LogicalType
    private let vector: duckdb_vector?
    private var data: UnsafeMutableRawPointer?
    private var validity: UnsafeMutablePointer<UInt64>?
    private(set) var children: [VectorWriter] = []
    /// How many elements the child of a list has, and has room for.
    private(set) var childCount = 0
    private var childCapacity = 0
    private let enumeration: [String: Int]

    init(_ vector: duckdb_vector?, type: LogicalType) {
        self.type = type
        self.vector = vector
        if case .enumeration(let names) = type {
            enumeration = Dictionary(
                zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        } else {
            enumeration = [:]
        }
        switch type {
        case .list(let element):
            children = [VectorWriter(duckdb_list_vector_get_child(vector), type: element)]
        case .map(let key, let value):
            let entry = LogicalType.structure([.init("key", key), .init("value", value)])
            children = [VectorWriter(duckdb_list_vector_get_child(vector), type: entry)]
        case .array(let element, _):
            children = [VectorWriter(duckdb_array_vector_get_child(vector), type: element)]
        case .structure(let members): children = Self.members(vector, members)
        case .union(let members):
            children = Self.members(vector, [.init("", .utinyint)] + members)
        default: break
        }
        refresh()
    }

    private static func members(_ vector: duckdb_vector?, _ members: [LogicalType.Member])
        -> [VectorWriter]
    {
        members.enumerated().map { index, member in
            VectorWriter(
                duckdb_struct_vector_get_child(vector, idx_t(index)), type: member.type)
        }
    }

    /// Takes the addresses anew after the engine has moved the memory.
    private func refresh() {
        data = duckdb_vector_get_data(vector)
        if validity != nil { validity = duckdb_vector_get_validity(vector) }
        if isList { return }
        for child in children { child.refresh() }
    }

    private var isList: Bool {
        switch type {
        case .list, .map: true
        default: false
        }
    }

    /// Forgets all rows, after the chunk was reset.
    func reset() {
        validity = nil
        childCount = 0
        childCapacity = 0
        for child in children { child.reset() }
        data = duckdb_vector_get_data(vector)
    }

    /// Tells the engine how long the lists inside have become.
    func finish() {
        if isList { duckdb_list_vector_set_size(vector, idx_t(childCount)) }
        for child in children { child.finish() }
    }

    @inline(__always)
    func store<T: BitwiseCopyable>(_ value: T, at row: Int) {
        // Only ARRAY and STRUCT have no data, and nothing is stored in them.
        data.unsafelyUnwrapped.storeBytes(
            of: value, toByteOffset: row &* MemoryLayout<T>.stride, as: T.self)
        markValid(row)
    }

    @inline(__always)
    func markValid(_ row: Int) {
        // Without a mask every row is valid.
        if let validity { validity[row >> 6] |= 1 << UInt64(row & 63) }
    }

    func markValid(_ rows: Range<Int>) {
        guard validity != nil else { return }
        for row in rows { markValid(row) }
    }

    /// The row becomes NULL, and with it the parts of a structure or array.
    func storeNull(at row: Int) {
        if validity == nil {
            duckdb_vector_ensure_validity_writable(vector)
            validity = duckdb_vector_get_validity(vector)
        }
        validity?[row >> 6] &= ~(1 << UInt64(row & 63))
        switch type {
        case .structure, .union: for child in children { child.storeNull(at: row) }
        case .array(_, let count):
            for element in row * count..<(row + 1) * count { children[0].storeNull(at: element) }
        default: break
        }
    }

    /// Makes all rows NULL at once.
    func storeNulls(in rows: Range<Int>) {
        for row in rows { storeNull(at: row) }
    }

    func store(bytes: UnsafeBufferPointer<UInt8>, at row: Int) {
        // The unsafe call leaves out only the check for UTF-8: a Swift string is valid, and a
        // BLOB need not be.
        bytes.withMemoryRebound(to: CChar.self) { text in
            if let base = text.baseAddress {
                duckdb_unsafe_vector_assign_string_element_len(
                    vector, idx_t(row), base, idx_t(text.count))
            } else {
                duckdb_unsafe_vector_assign_string_element_len(vector, idx_t(row), "", 0)
            }
        }
        markValid(row)
    }

    func store(string: String, at row: Int) {
        var string = string
        string.withUTF8 { store(bytes: $0, at: row) }
    }

    /// Room for a list of so many elements at the row. Returns where they go in the child.
    func beginList(count: Int, at row: Int) -> Int {
        let offset = childCount
        reserveChild(offset + count)
        childCount = offset + count
        store(duckdb_list_entry(offset: UInt64(offset), length: UInt64(count)), at: row)
        return offset
    }

    /// Room for so many elements in all lists together.
    func reserveChild(_ capacity: Int) {
        guard capacity > childCapacity else { return }
        // Twice the need, so that a growing list is copied a few times only.
        childCapacity = max(capacity, 2 * childCapacity, 2_048)
        duckdb_list_vector_reserve(vector, idx_t(childCapacity))
        children[0].refresh()
    }

    func enumerationIndex(of name: String) -> Int? { enumeration[name] }

    /// Where the elements of fixed width begin.
    var base: UnsafeMutableRawPointer? { data }
}
