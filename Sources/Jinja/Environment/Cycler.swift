import Synchronization

/// What `cycler()` makes: its values in turn, over and over.
final class Cycler: JinjaObject {
    private let values: Tuple
    private let index = Mutex(0)

    init(_ values: [Value]) throws(JinjaError) {
        guard !values.isEmpty else {
            throw JinjaError(.type, "at least one item has to be provided")
        }
        self.values = Tuple(values)
    }

    func attribute(_ name: String) -> Value? {
        switch name {
        case "current": values.elements[index.withLock { $0 }]
        case "next", "reset":
            .function(name) { [weak self] (arguments) throws(JinjaError) in
                try self?.callMethod(name, arguments) ?? .none
            }
        default: nil
        }
    }

    func callMethod(_ name: String, _ arguments: Arguments) throws(JinjaError) -> Value {
        let elements = values.elements
        switch name {
        case "next":
            return index.withLock { index in
                defer { index = (index + 1) % elements.count }
                return elements[index]
            }
        case "reset":
            index.withLock { $0 = 0 }
            return .none
        default: throw JinjaError(.attribute, "'Cycler' object has no attribute '\(name)'")
        }
    }
}

/// What `joiner()` makes: nothing at its first call, the separator afterwards.
final class Joiner: JinjaObject {
    private let separator: String
    private let isUsed = Mutex(false)

    init(_ separator: String) { self.separator = separator }

    var isCallable: Bool { true }
    func call(_ arguments: Arguments) -> Value {
        let wasUsed = isUsed.withLock { isUsed in
            defer { isUsed = true }
            return isUsed
        }
        return .string(wasUsed ? separator : "")
    }
}
