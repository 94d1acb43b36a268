extension Value {
    /// The SQL type that holds this value: for a list, the narrowest that holds all its elements.
    /// Throws `.typeMismatch` where there is none.
    public func logicalType() throws(DuckDBError) -> LogicalType {
        switch self {
        case .null: return .null
        case .bool: return .boolean
        case .int: return .bigint
        case .uint64: return .ubigint
        case .hugeint: return .hugeint
        case .uhugeint: return .uhugeint
        case .float: return .float
        case .double: return .double
        case .decimal(let value): return .decimal(width: value.width, scale: value.scale)
        case .string: return .varchar
        case .blob: return .blob
        case .bit: return .bit
        case .date: return .date
        case .time: return .time
        case .timeNS: return .timeNS
        case .timeTZ: return .timeTZ
        case .timestamp: return .timestamp
        case .timestampNS: return .timestampNS
        case .timestamptz: return .timestampTZ
        case .interval: return .interval
        case .uuid: return .uuid
        case .list(let values): return .list(try Self.commonType(of: values))
        case .array(let values):
            return .array(try Self.commonType(of: values), count: values.count)
        case .structure(let fields):
            var members: [LogicalType.Member] = []
            for field in fields { members.append(.init(field.name, try field.value.logicalType())) }
            return .structure(members)
        case .map(let entries):
            return .map(
                key: try Self.commonType(of: entries.map(\.key)),
                value: try Self.commonType(of: entries.map(\.value)))
        case .union(let tag, let value): return .union([.init(tag, try value.logicalType())])
        }
    }

    static func commonType(of values: [Value]) throws(DuckDBError) -> LogicalType {
        var common = LogicalType.null
        for value in values {
            let type = try value.logicalType()
            guard let wider = common.widened(to: type) else {
                throw DuckDBError(
                    .typeMismatch, "a list or map cannot hold both \(common) and \(type)")
            }
            common = wider
        }
        return common
    }
}

extension LogicalType {
    /// Why there can be no such type in SQL; nil where there can.
    var invalidity: String? {
        switch self {
        case .decimal(let width, let scale):
            (1...38).contains(width) && scale <= width
                ? nil : "a decimal has 1 to 38 digits, and no more of them after the point"
        case .array(let element, let count):
            count > 0
                ? element.invalidity : "an array has at least one element; a list may be empty"
        case .list(let element): element.invalidity
        case .map(let key, let value): key.invalidity ?? value.invalidity
        case .structure(let members), .union(let members):
            members.isEmpty
                ? "a structure or union has at least one member"
                : members.lazy.compactMap(\.type.invalidity).first
        default: nil
        }
    }

    /// The narrowest type that holds the values of both, or nil.
    func widened(to other: LogicalType) -> LogicalType? {
        if self == other || other == .null { return self }
        if self == .null { return other }
        switch (self, other) {
        case (.list(let left), .list(let right)):
            return left.widened(to: right).map { .list($0) }
        case (.array(let left, let count), .array(let right, let otherCount)):
            guard count == otherCount else { return left.widened(to: right).map { .list($0) } }
            return left.widened(to: right).map { .array($0, count: count) }
        case (.structure(let left), .structure(let right)):
            return Self.widened(left, right).map { .structure($0) }
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            guard let key = key.widened(to: otherKey), let value = value.widened(to: otherValue)
            else { return nil }
            return .map(key: key, value: value)
        case (.union(let left), .union(let right)):
            let known = Set(left.map(\.name))
            return .union(left + right.filter { !known.contains($0.name) })
        case (.decimal(let width, let scale), .decimal(let otherWidth, let otherScale)):
            let whole = max(width - scale, otherWidth - otherScale)
            let fraction = max(scale, otherScale)
            guard whole + fraction <= 38 else { return nil }
            return .decimal(width: whole + fraction, scale: fraction)
        default: break
        }
        let ladder: [LogicalType] = [.bigint, .ubigint, .hugeint, .float, .double]
        guard let low = ladder.firstIndex(of: self), let high = ladder.firstIndex(of: other) else {
            return nil
        }
        // BIGINT and UBIGINT meet in HUGEINT, whole numbers and FLOAT in DOUBLE.
        let (first, second) = (min(low, high), max(low, high))
        if first == 0 && second == 1 { return .hugeint }
        if second >= 3 { return .double }
        return ladder[second]
    }

    private static func widened(_ left: [Member], _ right: [Member]) -> [Member]? {
        guard left.map(\.name) == right.map(\.name) else { return nil }
        var members: [Member] = []
        for (one, other) in zip(left, right) {
            guard let type = one.type.widened(to: other.type) else { return nil }
            members.append(Member(one.name, type))
        }
        return members
    }
}
