/// The candidate a misspelt word was most likely meant to be, or nothing when none is near.
///
/// A candidate is near when a third of its letters or fewer (at least one) must be changed, added,
/// dropped or swapped with their neighbour, or when the word is the beginning of one candidate only.
package func nearest(to word: String, among candidates: [String]) -> String? {
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let distance = editDistance(word, candidate)
        let allowed = max(1, max(candidate.utf8.count, word.utf8.count) / 3)
        if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    if let best { return best.candidate }
    guard word.utf8.count >= 2 else { return nil }
    let beginnings = candidates.filter { $0.hasPrefix(word) }
    return beginnings.count == 1 ? beginnings[0] : nil
}

/// Changes, additions, removals and swaps of neighbours that turn one word into the other
/// (optimal string alignment, Boytsov 2011).
func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first.unicodeScalars.prefix(64))
    let b = Array(second.unicodeScalars.prefix(64))
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var cost = min(
                last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}
