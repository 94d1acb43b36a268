extension Value {
    /// `value.name`: an attribute, or else an item. `nil` when there is neither.
    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch self {
        case .dict(let dict):
            if Methods.has(name, self) { return .callable(Callable(method: name, of: self)) }
            return dict[name]
        case .object(let object):
            if let value = try object.attribute(name) { return value }
            return try object.item(.string(name))
        case .string, .list, .tuple, .int, .double, .bool:
            return Methods.has(name, self) ? .callable(Callable(method: name, of: self)) : nil
        case .callable(let callable): return callable.attribute(name)
        case .undefined(let undefined):
            guard undefined.isChainable else { throw undefined.error }
            return self
        case .none: return nil
        }
    }

    /// An attribute and never an item, as Python's `getattr`.
    func ownAttribute(_ name: String) throws(JinjaError) -> Value? {
        switch self {
        case .dict: Methods.has(name, self) ? try attribute(name) : nil
        case .object(let object): try object.attribute(name)
        default: try attribute(name)
        }
    }

    /// `value[key]`: an item, or else an attribute. `nil` when there is neither.
    func item(_ key: Value) throws(JinjaError) -> Value? {
        switch self {
        case .dict(let dict):
            try key.checkHashable()
            if let value = dict[key] { return value }
        case .list(let list):
            if let index = key.integral { return Self.element(list.elements, index) }
        case .tuple(let tuple):
            if let index = key.integral { return Self.element(tuple.elements, index) }
        case .string(let string):
            if let index = key.integral {
                return Self.element(PythonString.characters(string), index)
            }
        case .object(let object):
            if let value = try object.item(key) { return value }
        case .undefined(let undefined):
            guard undefined.isChainable else { throw undefined.error }
            return self
        default: break
        }
        if case .string(let name) = key { return try attribute(name) }
        return nil
    }

    private static func element(_ elements: [Value], _ index: Int) -> Value? {
        let place = index < 0 ? index + elements.count : index
        return elements.indices.contains(place) ? elements[place] : nil
    }

    /// `value[start:stop:step]`; a bound that is `nil` or `None` is open.
    func slice(_ start: Value?, _ stop: Value?, _ step: Value?) throws(JinjaError) -> Value {
        let bounds = (try Self.bound(start), try Self.bound(stop), try Self.bound(step) ?? 1)
        guard bounds.2 != 0 else { throw JinjaError(.value, "slice step cannot be zero") }
        switch self {
        case .list(let list): return Value(Self.slice(list.elements, bounds))
        case .tuple(let tuple): return Value(tuple: Self.slice(tuple.elements, bounds))
        case .string(let string):
            var result = String.UnicodeScalarView()
            result.append(contentsOf: Self.slice(Array(string.unicodeScalars), bounds))
            return .string(String(result))
        case .undefined(let undefined): throw undefined.error
        case .object(let object):
            // Generators and the views of dicts cannot be sliced in Python.
            if !(object is Iterable), let elements = try object.elements() {
                return Value(Self.slice(elements, bounds))
            }
        default: break
        }
        throw JinjaError(.type, "'\(typeName)' object is not subscriptable")
    }

    private static func bound(_ value: Value?) throws(JinjaError) -> Int? {
        switch value {
        case nil, .some(.none): return nil
        case let value?:
            if let bound = value.integral { return bound }
            throw JinjaError(.type, "slice indices must be integers or None")
        }
    }

    private static func slice<T>(_ elements: [T], _ bounds: (Int?, Int?, Int)) -> [T] {
        let count = elements.count
        let step = bounds.2
        func place(_ bound: Int?, open: Int) -> Int {
            guard let bound else { return open }
            let place = bound < 0 ? max(bound, -count - 1) + count : bound
            return step > 0 ? min(max(place, 0), count) : min(max(place, -1), count - 1)
        }
        let start = place(bounds.0, open: step > 0 ? 0 : count - 1)
        let stop = place(bounds.1, open: step > 0 ? count : -1)
        // A step beyond the length takes one element, like any other step of that size.
        let stride = step > 0 ? min(step, count + 1) : max(step, -count - 1)
        return Swift.stride(from: start, to: stop, by: stride).map { elements[$0] }
    }
}

extension Callable {
    /// What a template may ask of a function.
    fileprivate func attribute(_ name: String) -> Value? {
        switch name {
        case "name", "__name__": .string(self.name)
        case "arguments" where isMacro: Value(tuple: parameters.map { .string($0) })
        default: nil
        }
    }
}
