/// The results of Python's functions that are neither lists nor tuples: what `map` and other
/// filters give, and the views of a dict. They can be iterated and have no index.
final class Iterable: JinjaObject {
    enum Kind: String {
        case generator
        case keys = "dict_keys"
        case values = "dict_values"
        case items = "dict_items"
    }

    private let kind: Kind
    private let content: Tuple

    init(_ kind: Kind, _ elements: [Value]) {
        self.kind = kind
        content = Tuple(elements)
    }

    var typeName: String { kind.rawValue }
    func elements() -> [Value]? { content.elements }

    func count() -> Int? { kind == .generator ? nil : content.elements.count }

    /// A generator is true in Python whether anything comes out of it or not.
    func truth() -> Bool { kind == .generator || !content.elements.isEmpty }

    func text() throws(JinjaError) -> String {
        guard kind != .generator else { return "<generator object>" }
        return "\(kind.rawValue)(\(try Value(content.elements).representation()))"
    }

    func isEqual(to other: Value) -> Bool {
        guard case .object(let object as Iterable) = other else { return false }
        guard kind != .generator, kind == object.kind else { return object === self }
        return content.elements == object.content.elements
    }
}

extension Value {
    /// The value of a function that is a generator in Python.
    static func generator(_ elements: [Value]) -> Value {
        .object(Iterable(.generator, elements))
    }
}
