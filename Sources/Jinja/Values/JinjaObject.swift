/// A value that the host offers to templates: a relation, an adapter, a row.
///
/// Every requirement has a default, so an object implements only what it can do. The attribute
/// lookup `object.name` asks ``attribute(_:)`` and then ``item(_:)``; `object[key]` asks
/// ``item(_:)`` and then, for strings, ``attribute(_:)``.
public protocol JinjaObject: AnyObject, Sendable {
    /// What errors call the kind of object; default: the Swift type's name.
    var typeName: String { get }
    /// The attribute of a name, methods among them; `nil` when there is none.
    func attribute(_ name: String) throws(JinjaError) -> Value?
    /// The value at a key or index; `nil` when there is none.
    func item(_ key: Value) throws(JinjaError) -> Value?
    /// Calls a method; default: calls the attribute of that name.
    func callMethod(_ name: String, _ arguments: Arguments) throws(JinjaError) -> Value
    /// Calls the object itself; default: an error.
    func call(_ arguments: Arguments) throws(JinjaError) -> Value
    /// Whether calling the object can succeed; default: no.
    var isCallable: Bool { get }
    /// The text that `{{ object }}` prints.
    func text() throws(JinjaError) -> String
    /// The text inside a printed list; default: that of ``text()``.
    func representation() throws(JinjaError) -> String
    /// The elements in order, or `nil` when it cannot be iterated.
    func elements() throws(JinjaError) -> [Value]?
    /// The number of elements; default: that of ``elements()``.
    func count() throws(JinjaError) -> Int?
    /// Whether it counts as true; default: yes, unless it has a count of 0.
    func truth() throws(JinjaError) -> Bool
    /// Whether it equals another value; default: only itself.
    func isEqual(to other: Value) -> Bool
    /// Whether `value in object`; default: looks through the elements.
    func contains(_ value: Value) throws(JinjaError) -> Bool?
    /// Whether the test `mapping` holds; default: no.
    var isMapping: Bool { get }
    /// The result of one of Python's operators (`+`, `-`, `*`, `/`, `//`, `%`, `**`) with another
    /// value, which stands on its right unless `isReversed`; default: `nil`, which is an error.
    func apply(
        _ operation: String, _ other: Value, isReversed: Bool
    ) throws(JinjaError) -> Value?
    /// Whether it comes before another value; default: `nil`, which is an error.
    func isLess(than other: Value) throws(JinjaError) -> Bool?
    /// The number it stands for, as formats and the filters `int` and `float` take it; default:
    /// none.
    var number: Double? { get }
    /// The whole number that the filter `int` makes of it, rounded towards zero; default: `nil`,
    /// which takes that of its ``number``.
    func truncated() throws(JinjaError) -> Value?
    /// What the filter `abs` makes of it; default: `nil`, which is an error.
    func magnitude() throws(JinjaError) -> Value?
    /// What the filter `round` makes of it when it rounds to the nearest; default: `nil`, which
    /// rounds its ``number``.
    func rounded(_ precision: Int) throws(JinjaError) -> Value?
    /// What it becomes in JSON; default: nothing, which makes `tojson` an error.
    func jsonValue() throws(JinjaError) -> Value?
}

extension JinjaObject {
    public var typeName: String { String(describing: type(of: self)) }
    public func attribute(_ name: String) throws(JinjaError) -> Value? { nil }
    public func item(_ key: Value) throws(JinjaError) -> Value? { nil }
    public func callMethod(
        _ name: String, _ arguments: Arguments
    ) throws(JinjaError) -> Value {
        var found = try attribute(name)
        if found == nil { found = try item(.string(name)) }
        guard let method = found else {
            throw JinjaError(.attribute, "'\(typeName)' object has no attribute '\(name)'")
        }
        return try method.call(arguments)
    }
    public func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        throw JinjaError(.type, "'\(typeName)' object is not callable")
    }
    public var isCallable: Bool { false }
    public func text() throws(JinjaError) -> String { "<\(typeName)>" }
    public func representation() throws(JinjaError) -> String { try text() }
    public func elements() throws(JinjaError) -> [Value]? { nil }
    public func count() throws(JinjaError) -> Int? { try elements()?.count }
    public func truth() throws(JinjaError) -> Bool { try count() != 0 }
    public func isEqual(to other: Value) -> Bool {
        if case .object(let object) = other { object === self } else { false }
    }
    public func contains(_ value: Value) throws(JinjaError) -> Bool? {
        try elements()?.contains { $0 == value }
    }
    public var isMapping: Bool { false }
    public func apply(
        _ operation: String, _ other: Value, isReversed: Bool
    ) throws(JinjaError) -> Value? { nil }
    public func isLess(than other: Value) throws(JinjaError) -> Bool? { nil }
    public var number: Double? { nil }
    public func truncated() throws(JinjaError) -> Value? { nil }
    public func magnitude() throws(JinjaError) -> Value? { nil }
    public func rounded(_ precision: Int) throws(JinjaError) -> Value? { nil }
    public func jsonValue() throws(JinjaError) -> Value? { nil }
}
