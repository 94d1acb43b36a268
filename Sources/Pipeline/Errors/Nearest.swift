/// The name among `candidates` that a person who wrote `name` most likely meant, if any is near.
///
/// Near means at most a third of the letters changed (optimal string alignment distance, case
/// ignored). Of equally near names the alphabetically first wins, so the answer never varies.
func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().utf8)
    let limit = max(1, wanted.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate != name {
        let other = Array(candidate.lowercased().utf8)
        if abs(other.count - wanted.count) > limit { continue }
        let distance = editDistance(wanted, other)
        if distance > limit { continue }
        if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
        best = (distance, candidate)
    }
    return best?.name
}

/// `Did you mean 'x'?`, or nil when no candidate is near.
func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
    nearest(to: name, among: candidates).map { "Did you mean '\($0)'?" }
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var twoBack = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
        var current = [Int](repeating: i, count: b.count + 1)
        for j in 1...b.count {
            let cost = a[i - 1] == b[j - 1] ? 0 : 1
            current[j] = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                current[j] = min(current[j], twoBack[j - 2] + 1)
            }
        }
        (twoBack, previous) = (previous, current)
    }
    return previous[b.count]
}
