/// Which node of a run may begin now. Decides, and leaves the running to others.
///
/// It walks the whole graph: what is not part of the run counts as done as soon as everything
/// above it is, so that the order also holds through nodes that are left out.
struct Schedule {
    /// What became of a node.
    enum Outcome {
        case done
        /// Whatever depends on it is not run.
        case failed
    }

    private let graph: DependencyGraph
    /// The place in the run of each node that is part of it.
    private let rank: [Int?]
    private var waiting: [Int]
    private var ready = Heap()
    /// What lies below a failed node, with that node.
    private(set) var causes: [Int: Int] = [:]
    /// How many nodes of the run have not ended.
    private(set) var left: Int

    /// A schedule of the nodes of `order`; of those that are ready, the first of it comes first.
    init(graph: DependencyGraph, order: [Int]) {
        self.graph = graph
        var rank = [Int?](repeating: nil, count: graph.parents.count)
        for (place, node) in order.enumerated() { rank[node] = place }
        self.rank = rank
        left = order.count
        waiting = graph.parents.map(\.count)
        // Listed first, because arriving lets others go on.
        for node in waiting.indices.filter({ waiting[$0] == 0 }) { arrive(node) }
    }

    /// The next node to run, if one may; nil also while others have to end first.
    mutating func next() -> Int? { ready.removeSmallest()?.node }

    /// Tells that a node has ended.
    mutating func end(_ node: Int, _ outcome: Outcome) {
        left -= 1
        if outcome == .failed {
            for below in graph.descendants(of: [node]) where causes[below] == nil {
                causes[below] = node
            }
        }
        release(node)
    }

    private mutating func arrive(_ node: Int) {
        if let rank = rank[node] { ready.insert(rank: rank, node: node) } else { release(node) }
    }

    /// Lets what waited for a node go on; with a list of its own instead of recursion.
    private mutating func release(_ node: Int) {
        var ended = [node]
        while let node = ended.popLast() {
            for child in graph.children[node] {
                waiting[child] -= 1
                if waiting[child] > 0 { continue }
                if let rank = rank[child] {
                    ready.insert(rank: rank, node: child)
                } else {
                    ended.append(child)
                }
            }
        }
    }
}

/// A binary heap of nodes by rank, smallest first.
private struct Heap {
    private var items: [(rank: Int, node: Int)] = []

    mutating func insert(rank: Int, node: Int) {
        items.append((rank, node))
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if items[parent].rank <= items[child].rank { break }
            items.swapAt(parent, child)
            child = parent
        }
    }

    mutating func removeSmallest() -> (rank: Int, node: Int)? {
        guard let smallest = items.first, let last = items.popLast() else { return nil }
        if items.isEmpty { return smallest }
        items[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < items.count && items[child].rank < items[least].rank {
                least = child
            }
            if least == parent { return smallest }
            items.swapAt(parent, least)
            parent = least
        }
    }
}
