/// What depends on what: nodes by place in a list, edges from parent to child.
///
/// Every answer is deterministic: nodes keep the order of the list wherever the edges leave a
/// choice.
struct DependencyGraph: Sendable {
    private(set) var parents: [[Int]]
    private(set) var children: [[Int]]

    /// A graph of as many nodes as there are lists of parents.
    init(parents: [[Int]]) {
        self.parents = parents
        children = Array(repeating: [], count: parents.count)
        for (child, list) in parents.enumerated() {
            for parent in list { children[parent].append(child) }
        }
    }

    /// One more edge; the caller sees to it that no circle closes.
    mutating func add(parent: Int, to child: Int) {
        parents[child].append(parent)
        children[parent].append(child)
    }

    /// Parents before children, or the nodes of one circle, first and last the same.
    enum Order: Equatable {
        case order([Int])
        case cycle([Int])
    }

    /// A topological order: of the nodes whose parents are all done, the first of the list.
    func order() -> Order {
        var waiting = parents.map(\.count)
        var ready = Heap()
        for node in waiting.indices where waiting[node] == 0 { ready.insert(node) }
        var order: [Int] = []
        order.reserveCapacity(parents.count)
        while let node = ready.removeSmallest() {
            order.append(node)
            for child in children[node] {
                waiting[child] -= 1
                if waiting[child] == 0 { ready.insert(child) }
            }
        }
        if order.count == parents.count { return .order(order) }
        return .cycle(circle(among: waiting))
    }

    /// Follows parents that are still waiting until a node comes round again.
    private func circle(among waiting: [Int]) -> [Int] {
        guard var node = waiting.firstIndex(where: { $0 > 0 }) else { return [] }
        var path: [Int] = []
        var place: [Int: Int] = [:]
        while place[node] == nil {
            place[node] = path.count
            path.append(node)
            guard let next = parents[node].first(where: { waiting[$0] > 0 }) else { return path }
            node = next
        }
        let circle = path[(place[node] ?? 0)...] + [node]
        return circle.reversed()
    }

    /// All that the nodes depend on, to a depth; the nodes themselves are not part of it unless
    /// one depends on another.
    func ancestors(of nodes: Set<Int>, depth: Int? = nil) -> Set<Int> {
        reach(from: nodes, along: parents, depth: depth)
    }

    /// All that depends on the nodes, to a depth.
    func descendants(of nodes: Set<Int>, depth: Int? = nil) -> Set<Int> {
        reach(from: nodes, along: children, depth: depth)
    }

    private func reach(from nodes: Set<Int>, along edges: [[Int]], depth: Int?) -> Set<Int> {
        var found: Set<Int> = []
        var front = nodes
        var left = depth ?? Int.max
        while !front.isEmpty, left > 0 {
            var next: Set<Int> = []
            for node in front {
                for neighbour in edges[node] where found.insert(neighbour).inserted {
                    next.insert(neighbour)
                }
            }
            front = next
            left -= 1
        }
        return found
    }
}

/// A binary heap of node numbers, smallest first.
private struct Heap {
    private var items: [Int] = []

    mutating func insert(_ item: Int) {
        items.append(item)
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if items[parent] <= items[child] { break }
            items.swapAt(parent, child)
            child = parent
        }
    }

    mutating func removeSmallest() -> Int? {
        guard let smallest = items.first, let last = items.popLast() else { return nil }
        if items.isEmpty { return smallest }
        items[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < items.count && items[child] < items[least] {
                least = child
            }
            if least == parent { return smallest }
            items.swapAt(parent, least)
            parent = least
        }
    }
}
