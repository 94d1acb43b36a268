/// Texts of equal length that are run together.
struct Batch: Sendable, Hashable {
    /// Which texts, by their place among all.
    let rows: [Int]
    /// How many tokens each has.
    let length: Int

    /// More than this many tokens in a run gain nothing: the matrices no longer fit the cache.
    static let maximumTokens = 512
    /// More rows than this in a run gain nothing, and make progress and cancellation coarse.
    static let maximumRows = 32

    /// Divides texts with these many tokens into batches. Long ones come first, so that at the
    /// end no thread is left alone with much to do.
    static func plan(_ lengths: [Int]) -> [Batch] {
        let order = lengths.indices.sorted { (-lengths[$0], $0) < (-lengths[$1], $1) }
        var batches: [Batch] = []
        var rows: [Int] = []
        for (place, row) in order.enumerated() {
            rows.append(row)
            let length = lengths[row]
            let isLast = place + 1 == order.count || lengths[order[place + 1]] != length
            if isLast || rows.count == maximumRows || (rows.count + 1) * length > maximumTokens {
                batches.append(Batch(rows: rows, length: length))
                rows.removeAll(keepingCapacity: true)
            }
        }
        return batches
    }
}
