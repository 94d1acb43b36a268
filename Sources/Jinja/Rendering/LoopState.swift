import Synchronization

/// The variable `loop`.
final class LoopState: JinjaObject {
    private struct State: Sendable {
        var index = 0
        /// What `changed()` was asked last.
        var last: Tuple?
    }

    private let values: Tuple
    private let length: Int
    private let level: Int
    private let recursion: Callable?
    private let state = Mutex(State())

    init(_ elements: [Value], level: Int, call: Callable?) {
        values = Tuple(elements)
        length = elements.count
        self.level = level
        recursion = call
    }

    func advance(to index: Int) { state.withLock { $0.index = index } }

    var typeName: String { "LoopContext" }
    /// Python says so of every loop, though only a recursive one can be called.
    var isCallable: Bool { true }
    func text() -> String { "<LoopContext \(state.withLock { $0.index + 1 })/\(length)>" }
    func count() -> Int? { length }
    func truth() -> Bool { true }

    func attribute(_ name: String) -> Value? {
        let index = state.withLock { $0.index }
        return switch name {
        case "index": .int(index + 1)
        case "index0": .int(index)
        case "revindex": .int(length - index)
        case "revindex0": .int(length - index - 1)
        case "first": .bool(index == 0)
        case "last": .bool(index == length - 1)
        case "length": .int(length)
        case "depth": .int(level + 1)
        case "depth0": .int(level)
        case "previtem":
            index > 0
                ? values.elements[index - 1]
                : .undefined(Undefined(name: name, message: "there is no previous item"))
        case "nextitem":
            index + 1 < length
                ? values.elements[index + 1]
                : .undefined(Undefined(name: name, message: "there is no next item"))
        case "cycle":
            .function(name) { [weak self] (arguments) throws(JinjaError) in
                try self?.callMethod(name, arguments) ?? .none
            }
        case "changed":
            .function(name) { [weak self] (arguments) throws(JinjaError) in
                try self?.callMethod(name, arguments) ?? .none
            }
        default: nil
        }
    }

    func callMethod(_ name: String, _ arguments: Arguments) throws(JinjaError) -> Value {
        switch name {
        case "cycle":
            guard !arguments.positional.isEmpty else {
                throw JinjaError(.type, "no items for cycling given")
            }
            let index = state.withLock { $0.index }
            return arguments.positional[index % arguments.positional.count]
        case "changed":
            let asked = Tuple(arguments.positional)
            let last = state.withLock { state in
                defer { state.last = asked }
                return state.last
            }
            return .bool(last.map { $0.elements != asked.elements } ?? true)
        default:
            throw JinjaError(.attribute, "'LoopContext' object has no attribute '\(name)'")
        }
    }

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        guard let recursion else {
            throw JinjaError(
                .type, "The loop must have the 'recursive' marker to be called recursively.")
        }
        return try recursion.call(arguments)
    }
}
