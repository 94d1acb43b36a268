/// A value of the template language, with Python's behaviour: lists and dicts are shared by
/// reference, strings, numbers and tuples are plain values.
public enum Value: Sendable {
    /// A name or attribute that is not there.
    case undefined(Undefined)
    /// Python's `None`.
    case none
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    /// A list; copies of the value share the elements.
    case list(List)
    /// A list that cannot be changed.
    case tuple(Tuple)
    /// A dict in insertion order; copies of the value share the entries.
    case dict(Dict)
    /// A function: macros are functions too.
    case callable(Callable)
    /// Anything a host offers.
    case object(any JinjaObject)
}

extension Value {
    /// A new list of elements.
    public init(_ elements: [Value]) { self = .list(List(elements)) }
    /// A new list of strings.
    public init(_ strings: [String]) { self = .list(List(strings.map { .string($0) })) }
    /// A new tuple of elements.
    public init(tuple elements: [Value]) { self = .tuple(Tuple(elements)) }
    /// A string, or `None` when there is none.
    public init(_ string: String?) { self = string.map { .string($0) } ?? .none }

    /// A function made of a closure.
    ///
    /// - Parameters:
    ///   - name: what errors call it.
    ///   - body: what it does with its arguments.
    public static func function(
        _ name: String, _ body: @escaping Callable.Body
    ) -> Value {
        .callable(Callable(name, body))
    }

    /// The string when the value is one.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The integer when the value is one; booleans are not taken.
    public var int: Int? { if case .int(let value) = self { value } else { nil } }
    /// The boolean when the value is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The number when the value is an integer or a float.
    public var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
    /// The number that the value is or, as an object, stands for; of booleans 0 or 1.
    public var numeric: Double? {
        if case .object(let object) = self { object.number } else { number }
    }
    /// The elements when the value is a list or a tuple.
    public var elements: [Value]? {
        switch self {
        case .list(let list): list.elements
        case .tuple(let tuple): tuple.elements
        default: nil
        }
    }
    /// The dict when the value is one.
    public var dict: Dict? { if case .dict(let value) = self { value } else { nil } }
    /// The host's object when the value is one.
    public var object: (any JinjaObject)? {
        if case .object(let value) = self { value } else { nil }
    }
    /// Whether the value is `None`.
    public var isNone: Bool { if case .none = self { true } else { false } }
    /// Whether the value is undefined.
    public var isUndefined: Bool { if case .undefined = self { true } else { false } }
}

// Not by `nil`: next to optionals, a `nil` that becomes `None` is a trap.
extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: Value...) { self.init(elements) }
    public init(dictionaryLiteral elements: (Value, Value)...) {
        self = .dict(Dict(elements.map { ($0.0, $0.1) }))
    }
}
