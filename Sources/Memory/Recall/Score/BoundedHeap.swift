/// Keeps the best few of many scored memories in one pass.
struct BoundedHeap {
    private let limit: Int
    private var items: [(number: Int32, score: Float)] = []

    init(limit: Int) {
        self.limit = limit
        items.reserveCapacity(limit)
    }

    mutating func offer(_ number: Int32, _ score: Float) {
        let item = (number, score)
        if items.count < limit {
            items.append(item)
            siftUp(items.count - 1)
        } else if limit > 0, Self.isWorse(items[0], item) {
            items[0] = item
            siftDown()
        }
    }

    /// The kept ones, the best first.
    var descending: [Int32] { items.sorted { Self.isWorse($1, $0) }.map(\.number) }

    /// Lower score; of equals the earlier one, which has the smaller number.
    private static func isWorse(_ left: (Int32, Float), _ right: (Int32, Float)) -> Bool {
        left.1 == right.1 ? left.0 < right.0 : left.1 < right.1
    }

    private mutating func siftUp(_ start: Int) {
        var at = start
        while at > 0, Self.isWorse(items[at], items[(at - 1) / 2]) {
            items.swapAt(at, (at - 1) / 2)
            at = (at - 1) / 2
        }
    }

    private mutating func siftDown() {
        var at = 0
        while true {
            var worst = at
            for child in [2 * at + 1, 2 * at + 2]
            where child < items.count && Self.isWorse(items[child], items[worst]) {
                worst = child
            }
            if worst == at { return }
            items.swapAt(at, worst)
            at = worst
        }
    }
}
