/// A function that templates can call.
public final class Callable: Sendable {
    /// What a function does.
    public typealias Body = @Sendable (Arguments) throws(JinjaError) -> Value

    /// What errors call it.
    public let name: String
    /// The names of its parameters when it is a macro, else empty.
    public let parameters: [String]
    /// Whether a template defines it.
    public let isMacro: Bool
    /// What a method belongs to; in a tuple, whose contents are freed without recursion.
    private let receiver: Tuple?
    private let body: Body

    /// A function made of a closure.
    public convenience init(_ name: String, _ body: @escaping Body) {
        self.init(name, parameters: [], isMacro: false, body)
    }

    init(_ name: String, parameters: [String], isMacro: Bool, _ body: @escaping Body) {
        self.name = name
        self.parameters = parameters
        self.isMacro = isMacro
        self.body = body
        receiver = nil
    }

    /// A built-in method taken from a value without calling it: `set add = list.append`.
    init(method name: String, of value: Value) {
        let receiver = Tuple([value])
        self.name = name
        self.receiver = receiver
        parameters = []
        isMacro = false
        body = { [unowned receiver] (arguments) throws(JinjaError) in
            try Methods.call(name, of: receiver.elements[0], arguments)
        }
    }

    /// Calls the function.
    public func call(_ arguments: Arguments) throws(JinjaError) -> Value { try body(arguments) }

    /// A function for the name `return`: inside a macro it ends the macro, and the call of the
    /// macro has the given value instead of the macro's text. Outside of macros it is an error.
    public static let macroReturn = Callable("return") { (arguments) throws(JinjaError) in
        throw JinjaError.returning(try arguments.value("data", at: 0) ?? .none)
    }
}

extension Value {
    /// Calls the value: a function, a macro or an object that can be called.
    public func call(_ arguments: Arguments = Arguments()) throws(JinjaError) -> Value {
        switch self {
        case .callable(let callable): return try callable.call(arguments)
        case .object(let object): return try object.call(arguments)
        case .undefined(let undefined):
            if undefined.policy == .permissive { return self }
            throw JinjaError(.undefined, undefined.message)
        default: throw JinjaError(.type, "'\(typeName)' object is not callable")
        }
    }

    /// Whether the value can be called.
    public var isCallable: Bool {
        switch self {
        case .callable: true
        case .object(let object): object.isCallable
        default: false
        }
    }
}
