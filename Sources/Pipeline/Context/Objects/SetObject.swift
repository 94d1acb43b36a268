internal import Jinja
internal import Synchronization

/// Python's set, as `set()` makes it: each value once, in the order of the first.
final class SetObject: JinjaObject {
    let typeName = "set"
    private let values: Mutex<[Value]>

    init(_ values: [Value]) {
        var seen: Set<Value> = []
        self.values = Mutex(values.filter { seen.insert($0).inserted })
    }

    private var list: [Value] { values.withLock { $0 } }
    private var members: Set<Value> { Set(list) }

    func elements() throws(JinjaError) -> [Value]? { list }
    func contains(_ value: Value) throws(JinjaError) -> Bool? { members.contains(value) }
    func isEqual(to other: Value) -> Bool { (other.object as? SetObject)?.members == members }
    func text() throws(JinjaError) -> String {
        list.isEmpty
            ? "set()" : "{" + list.map(\.pythonRepresentation).joined(separator: ", ") + "}"
    }

    func isLess(than other: Value) throws(JinjaError) -> Bool? {
        (other.object as? SetObject).map { members.isStrictSubset(of: $0.members) }
    }

    func apply(
        _ operation: String, _ other: Value, isReversed: Bool
    ) throws(JinjaError) -> Value? {
        guard operation == "-", !isReversed, let other = other.object as? SetObject else {
            return nil
        }
        return .object(SetObject(list.filter { !other.members.contains($0) }))
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        guard Self.methods.contains(name) else { return nil }
        return .function(name) { [self] (arguments) throws(JinjaError) in
            try answer(name, arguments)
        }
    }

    private static let methods = [
        "add", "discard", "remove", "clear", "copy", "update", "union", "intersection",
        "difference", "symmetric_difference", "issubset", "issuperset", "isdisjoint",
    ]

    private func answer(_ name: String, _ arguments: Arguments) throws(JinjaError) -> Value {
        let list = list
        switch name {
        case "add", "discard", "remove":
            let value = try arguments.required("elem", at: 0)
            if name == "remove", !list.contains(value) {
                throw JinjaError(.value, "\(value.pythonText) is not in the set")
            }
            values.withLock { values in
                if name == "add" {
                    if !values.contains(value) { values.append(value) }
                } else {
                    values.removeAll { $0 == value }
                }
            }
            return .none
        case "clear":
            values.withLock { $0 = [] }
            return .none
        default: break
        }
        var others: [Value] = []
        for argument in arguments.positional {
            others += try IterationModule.elements(of: argument)
        }
        let other = Set(others)
        switch name {
        case "update":
            let all = SetObject(list + others).list
            values.withLock { $0 = all }
            return .none
        case "issubset": return .bool(members.isSubset(of: other))
        case "issuperset": return .bool(members.isSuperset(of: other))
        case "isdisjoint": return .bool(members.isDisjoint(with: other))
        case "intersection": return .object(SetObject(list.filter(other.contains)))
        case "difference": return .object(SetObject(list.filter { !other.contains($0) }))
        case "symmetric_difference":
            let mine = members
            return .object(
                SetObject(
                    list.filter { !other.contains($0) } + others.filter { !mine.contains($0) }))
        default: return .object(SetObject(list + others))
        }
    }
}
