internal import Jinja

/// `modules.itertools`. What is endless there ends here at the limit of a loop, unless `islice`
/// takes a part of it.
final class IterationModule: JinjaObject {
    let typeName = "module"

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        if name == "chain" { return .object(ChainFunction()) }
        guard let function = Self.functions[name] else { return nil }
        return .function(name) { (arguments) throws(JinjaError) in
            let result = try function(arguments)
            return result
        }
    }

    /// The most elements that are made at once.
    static let limit = 1_000_000

    private static let functions: [String: Callable.Body] = [
        "count": { (a) throws(JinjaError) in
            let start = try a.value("start", at: 0) ?? .int(0)
            let step = try a.value("step", at: 1) ?? .int(1)
            guard let first = start.double, let by = step.double else {
                throw JinjaError(.type, "a number is required")
            }
            let isWhole = start.int != nil && step.int != nil
            return .object(
                EndlessObject { index in
                    let value = first + by * Double(index)
                    return isWhole ? .int(Int(value)) : .double(value)
                })
        },
        "cycle": { (a) throws(JinjaError) in
            let elements = try items(a, 0)
            if elements.isEmpty { return [] }
            return .object(EndlessObject { elements[$0 % elements.count] })
        },
        "repeat": { (a) throws(JinjaError) in
            let value = try a.required("object", at: 0)
            guard let times = try a.int("times", at: 1) else {
                return .object(EndlessObject { _ in value })
            }
            return Value(Array(repeating: value, count: try checked(max(0, times))))
        },
        "islice": { (a) throws(JinjaError) in
            var bounds: [Int?] = []
            for index in 1..<max(2, a.positional.count) {
                bounds.append(try a.int("stop", at: index))
            }
            let start = bounds.count > 1 ? bounds[0] ?? 0 : 0
            let stop = bounds.count > 1 ? bounds[1] : bounds[0]
            let step = bounds.count > 2 ? bounds[2] ?? 1 : 1
            guard start >= 0, step > 0, stop ?? 0 >= 0 else {
                throw JinjaError(.value, "islice() takes numbers that are not negative")
            }
            if let endless = a.positional.first?.object as? EndlessObject {
                let end = try checked(stop ?? limit)
                return Value(stride(from: start, to: end, by: step).map(endless.element))
            }
            let elements = try items(a, 0)
            let end = min(stop ?? elements.count, elements.count)
            return Value(stride(from: start, to: max(start, end), by: step).map { elements[$0] })
        },
        "accumulate": { (a) throws(JinjaError) in
            let function = try a.value("func", at: 1)
            var sums: [Value] = []
            for item in try items(a, 0) {
                guard let last = sums.last else {
                    sums.append(item)
                    continue
                }
                if let function, !function.isNone {
                    sums.append(try function.call(Arguments([last, item])))
                } else {
                    sums.append(try sum(last, item))
                }
            }
            return Value(sums)
        },
        "compress": { (a) throws(JinjaError) in
            var kept: [Value] = []
            for (item, flag) in zip(try items(a, 0), try items(a, 1)) where try flag.isTrue() {
                kept.append(item)
            }
            return Value(kept)
        },
        "starmap": { (a) throws(JinjaError) in
            let function = try a.required("function", at: 0)
            var results: [Value] = []
            for item in try items(a, 1) {
                results.append(try function.call(Arguments(try elements(of: item))))
            }
            return Value(results)
        },
        "tee": { (a) throws(JinjaError) in
            let elements = try items(a, 0)
            let count = try checked(try a.int("n", at: 1) ?? 2)
            return Value(tuple: (0..<count).map { _ in Value(elements) })
        },
        "zip_longest": { (a) throws(JinjaError) in
            let lists = try (0..<a.positional.count).mapThrowing { (i) throws(JinjaError) in
                try items(a, i)
            }
            let fill = a["fillvalue"] ?? .none
            let length = lists.map(\.count).max() ?? 0
            return Value(
                (0..<length).map { place in
                    Value(tuple: lists.map { place < $0.count ? $0[place] : fill })
                })
        },
        "product": { (a) throws(JinjaError) in
            var lists = try (0..<a.positional.count).mapThrowing { (i) throws(JinjaError) in
                try items(a, i)
            }
            let times = try checked(max(0, a["repeat"]?.int ?? 1))
            lists = (0..<times).flatMap { _ in lists }
            var rows: [[Value]] = [[]]
            for list in lists {
                _ = try checked(rows.count * list.count)
                rows = rows.flatMap { row in list.map { row + [$0] } }
            }
            return Value(rows.map { Value(tuple: $0) })
        },
        "permutations": { (a) throws(JinjaError) in
            try choices(a) { used, index in !used.contains(index) }
        },
        "combinations": { (a) throws(JinjaError) in
            try choices(a) { used, index in used.last.map { index > $0 } ?? true }
        },
        "combinations_with_replacement": { (a) throws(JinjaError) in
            try choices(a) { used, index in used.last.map { index >= $0 } ?? true }
        },
    ]

    /// All ways to take some elements one after another, where a rule allows the next one.
    private static func choices(
        _ arguments: Arguments, _ isAllowed: ([Int], Int) -> Bool
    ) throws(JinjaError) -> Value {
        let elements = try items(arguments, 0)
        let length = try arguments.int("r", at: 1) ?? elements.count
        guard length >= 0 else { throw JinjaError(.value, "r must be non-negative") }
        var rows: [[Int]] = [[]]
        for _ in 0..<length {
            _ = try checked(rows.count * elements.count)
            rows = rows.flatMap { row in
                elements.indices.filter { isAllowed(row, $0) }.map { row + [$0] }
            }
            if rows.isEmpty { break }
        }
        return Value(rows.map { row in Value(tuple: row.map { elements[$0] }) })
    }

    private static func items(_ arguments: Arguments, _ index: Int) throws(JinjaError) -> [Value] {
        try elements(of: try arguments.required("iterable", at: index))
    }

    static func elements(of value: Value) throws(JinjaError) -> [Value] {
        switch value {
        case .list, .tuple: return value.elements ?? []
        case .dict(let dict): return dict.keys
        case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
        case .object(let object):
            if let elements = try object.elements() { return elements }
        default: break
        }
        throw JinjaError(.type, "'\(value.pythonText)' is not iterable")
    }

    private static func sum(_ a: Value, _ b: Value) throws(JinjaError) -> Value {
        if let a = a.int, let b = b.int {
            let sum = a.addingReportingOverflow(b)
            if sum.overflow { throw JinjaError(.arithmetic, "the sum does not fit 64 bits") }
            return .int(sum.partialValue)
        }
        if let a = a.double, let b = b.double { return .double(a + b) }
        if let a = a.string, let b = b.string { return .string(a + b) }
        throw JinjaError(.type, "accumulate() takes numbers or strings")
    }

    private static func checked(_ count: Int) throws(JinjaError) -> Int {
        guard (0...limit).contains(count) else {
            throw JinjaError(.limit, "a list of more than \(limit) elements")
        }
        return count
    }
}

/// A sequence without an end.
private final class EndlessObject: JinjaObject {
    let typeName = "iterator"
    let element: @Sendable (Int) -> Value

    init(_ element: @escaping @Sendable (Int) -> Value) { self.element = element }

    func elements() throws(JinjaError) -> [Value]? {
        throw JinjaError(
            .limit, "this sequence has no end; take a part of it with modules.itertools.islice")
    }
}

/// `chain(a, b)` and `chain.from_iterable(lists)`.
private final class ChainFunction: JinjaObject {
    let typeName = "chain"
    let isCallable = true

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        var all: [Value] = []
        for list in arguments.positional { all += try IterationModule.elements(of: list) }
        return Value(all)
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        guard name == "from_iterable" else { return nil }
        return .function(name) { [self] (arguments) throws(JinjaError) in
            let lists = try IterationModule.elements(of: try arguments.required("iterable", at: 0))
            return try call(Arguments(lists))
        }
    }
}

extension Value {
    /// Whether it counts as true.
    fileprivate func isTrue() throws(JinjaError) -> Bool {
        switch self {
        case .none, .undefined: false
        case .bool(let flag): flag
        case .int(let number): number != 0
        case .double(let number): number != 0
        case .string(let text): !text.isEmpty
        case .list, .tuple: elements?.isEmpty == false
        case .dict(let dict): dict.count > 0
        case .callable: true
        case .object(let object): try object.truth()
        }
    }
}

extension Sequence {
    /// `map` with a typed error.
    fileprivate func mapThrowing<T>(
        _ body: (Element) throws(JinjaError) -> T
    ) throws(JinjaError) -> [T] {
        var results: [T] = []
        for element in self { results.append(try body(element)) }
        return results
    }
}
