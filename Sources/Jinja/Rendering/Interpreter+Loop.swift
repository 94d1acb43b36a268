extension Interpreter {
    /// Runs a loop over a value; `level` counts how deep a recursive loop is.
    func run(_ loop: Loop, over values: Value, level: Int) throws(JinjaError) {
        var elements = try values.iterated()
        if let condition = loop.condition {
            guard loop.usesState || elements.isEmpty else {
                return try run(loop, over: elements, where: condition)
            }
            elements = try filter(elements, of: loop, condition)
        }
        guard !elements.isEmpty else {
            if !loop.otherwise.isEmpty {
                _ = try inScope { () throws(JinjaError) in try run(loop.otherwise) }
            }
            return
        }
        let state = LoopState(elements, level: level, call: recursion(of: loop, level: level))
        let outer = scope
        defer { scope = outer }
        for (index, element) in elements.enumerated() {
            try rendering.meter.countIterations()
            state.advance(to: index)
            scope = Scope(in: outer, ["loop": .object(state)])
            try assign(loop.target, element)
            if try run(loop.body) == .breakLoop { break }
        }
    }

    /// Runs a loop that does not ask for its state: the condition is tested right before each
    /// turn, so that it sees what the turns before have done.
    private func run(
        _ loop: Loop, over elements: [Value], where condition: Expression
    ) throws(JinjaError) {
        let outer = scope
        defer { scope = outer }
        var turned = false
        for element in elements {
            try rendering.meter.countIterations()
            scope = Scope(in: outer)
            try assign(loop.target, element)
            guard try evaluate(condition).truth() else { continue }
            turned = true
            if try run(loop.body) == .breakLoop { break }
        }
        scope = outer
        if !turned, !loop.otherwise.isEmpty {
            _ = try inScope { () throws(JinjaError) in try run(loop.otherwise) }
        }
    }

    /// The elements for which the loop's condition holds; the condition sees the loop's target.
    private func filter(
        _ elements: [Value], of loop: Loop, _ condition: Expression
    ) throws(JinjaError) -> [Value] {
        try inScope { () throws(JinjaError) in
            var kept: [Value] = []
            for element in elements {
                try rendering.meter.countIterations()
                try assign(loop.target, element)
                if try evaluate(condition).truth() { kept.append(element) }
            }
            return kept
        }
    }

    /// What `loop(values)` does in a recursive loop.
    private func recursion(of loop: Loop, level: Int) -> Callable? {
        guard loop.isRecursive else { return nil }
        return Callable("loop") { [rendering, scope, inheritance] (arguments) throws(JinjaError) in
            let inner = Interpreter(
                rendering, scope: scope, depth: arguments.depth + 1, inheritance: inheritance)
            try inner.checkDepth()
            try inner.run(
                loop, over: try arguments.required("iterable", at: 0), level: level + 1)
            return .string(inner.output)
        }
    }
}
