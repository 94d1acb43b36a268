import Search

/// The links that sleep made between memories, by source, end to end in memory.
struct AssociationGraph: Sendable {
    struct Link: Sendable {
        var source: Int32
        var target: Int32
        var weight: Float
    }

    private var starts: [Int32] = []
    private var targets: [Int32] = []
    private var weights: [Float] = []
    /// How many links end in a memory: activation is shared among them (the fan of ACT-R).
    private var fans: [Float] = []

    init() {}

    /// - Parameter count: of memories; links name them by number.
    init(_ links: [Link], count: Int) {
        starts = [Int32](repeating: 0, count: count + 1)
        fans = [Float](repeating: 0, count: count)
        for link in links {
            starts[Int(link.source) + 1] += 1
            fans[Int(link.target)] += 1
        }
        for at in 0..<count { starts[at + 1] += starts[at] }
        targets = [Int32](repeating: 0, count: links.count)
        weights = [Float](repeating: 0, count: links.count)
        var at = starts
        for link in links {
            let slot = Int(at[Int(link.source)])
            targets[slot] = link.target
            weights[slot] = link.weight
            at[Int(link.source)] += 1
        }
    }

    /// Gives the memories new numbers; their order is the same, so the links' is.
    mutating func renumber(_ numbers: Renumbering) {
        guard !isEmpty else { return }
        let known = starts.count - 1
        var counts = [Int32](repeating: 0, count: numbers.count)
        var fans = [Float](repeating: 0, count: numbers.count)
        for old in 0..<known {
            let new = Int(numbers.moved[old])
            counts[new] = starts[old + 1] - starts[old]
            fans[new] = self.fans[old]
        }
        targets = targets.map { numbers[$0] }
        starts = [0]
        starts.reserveCapacity(numbers.count + 1)
        for count in counts { starts.append(starts[starts.count - 1] + count) }
        self.fans = fans
    }

    var isEmpty: Bool { targets.isEmpty }

    /// What this takes in memory.
    var bytes: Int { 4 * (starts.count + targets.count + weights.count + fans.count) }

    /// Calls `body` with the target, weight and fan of each link out of `source`.
    func forEachLink(of source: Int32, _ body: (Int32, Float, Float) -> Void) {
        guard Int(source) + 1 < starts.count else { return }
        for at in Int(starts[Int(source)])..<Int(starts[Int(source) + 1]) {
            body(targets[at], weights[at], fans[Int(targets[at])])
        }
    }
}
