/// A group that `groupby` makes: a pair that can be unpacked, with names for its parts.
final class Group: JinjaObject {
    private let parts: Tuple

    init(_ key: Value, _ members: [Value]) { parts = Tuple([key, Value(members)]) }

    var typeName: String { "_GroupTuple" }
    func elements() -> [Value]? { parts.elements }
    func item(_ key: Value) throws(JinjaError) -> Value? { try Value.tuple(parts).item(key) }
    func text() throws(JinjaError) -> String { try Value.tuple(parts).representation() }
    func isEqual(to other: Value) -> Bool {
        if case .object(let group as Group) = other {
            return parts.elements == group.parts.elements
        }
        return .tuple(parts) == other
    }
    func attribute(_ name: String) -> Value? {
        switch name {
        case "grouper": parts.elements[0]
        case "list": parts.elements[1]
        default: nil
        }
    }
    func jsonValue() -> Value? { .tuple(parts) }
}
