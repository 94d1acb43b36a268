import Memory

/// What differs between two states, in sentences.
struct SleepDifferenceText {
    let difference: SleepDifference
    let limit: Int

    func print(on console: Console) {
        guard !difference.isEmpty else {
            console.print("nothing differs")
            return
        }
        var left = limit
        for change in SleepDifference.Change.allCases {
            let items = difference.items.filter { $0.change == change }
            guard !items.isEmpty else { continue }
            console.print("\(change.rawValue):")
            for item in items.prefix(max(0, left)) {
                console.print("  \(singleLine(item.sentence))")
            }
            let hidden = items.count - max(0, min(left, items.count))
            if hidden > 0 { console.print("  and \(grouped(hidden)) more (--limit)") }
            left -= items.count
        }
        let counts = difference.counts.filter { $0.rows != 0 }
            .map { "\($0.name): \(grouped($0.rows))" }
        if !counts.isEmpty { console.print("counted: \(counts.joined(separator: ", "))") }
    }
}
