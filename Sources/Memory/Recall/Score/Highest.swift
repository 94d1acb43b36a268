/// Finds the highest of many scores where their order does not matter: the same as a `BoundedHeap`
/// keeps, in a few looks at each.
struct Highest {
    private let limit: Int

    init(_ limit: Int) { self.limit = limit }

    /// The numbers of the highest, ascending; of equals the later.
    func numbers(of scores: [Float]) -> [Int32] {
        if limit <= 0 { return [] }
        if scores.count <= limit { return scores.indices.map(Int32.init) }
        let least = least(of: scores)
        var equals = limit - scores.count { $0 > least }
        var found: [Int32] = []
        found.reserveCapacity(limit)
        for number in scores.indices.reversed() {
            if scores[number] == least {
                guard equals > 0 else { continue }
                equals -= 1
            } else if scores[number] < least {
                continue
            }
            found.append(Int32(number))
        }
        return found.reversed()
    }

    /// The lowest of the highest (quickselect; Hoare 1961).
    private func least(of scores: [Float]) -> Float {
        var scores = scores
        return scores.withUnsafeMutableBufferPointer { scores in
            var (low, high) = (0, scores.count - 1)
            let place = scores.count - limit
            while low < high {
                let pivot = Self.middle(scores[low], scores[(low + high) / 2], scores[high])
                var (left, right) = (low, high)
                while left <= right {
                    while scores[left] < pivot { left += 1 }
                    while pivot < scores[right] { right -= 1 }
                    if left > right { break }
                    scores.swapAt(left, right)
                    left += 1
                    right -= 1
                }
                if place <= right {
                    high = right
                } else if place >= left {
                    low = left
                } else {
                    break
                }
            }
            return scores[place]
        }
    }

    private static func middle(_ a: Float, _ b: Float, _ c: Float) -> Float {
        max(min(a, b), min(max(a, b), c))
    }
}
