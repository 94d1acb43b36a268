/// `0.42 ms`, `850 ms`, `4.2 s`, `2 min 5 s`, `3 h 2 min`, `2 d 4 h`
func durationText(_ duration: Duration) -> String {
    let seconds = duration / .seconds(1)
    if seconds < 0 { return "-" + durationText(.zero - duration) }
    if seconds == 0 { return "0 s" }
    if seconds < 0.00995 { return decimal(seconds * 1000, places: 2) + " ms" }
    if seconds < 0.9995 { return decimal(seconds * 1000, places: 0) + " ms" }
    if seconds < 59.95 { return decimal(seconds, places: 1) + " s" }
    let whole = Int(min(seconds.rounded(), 9e15))
    if whole < 3600 { return pair(whole / 60, "min", whole % 60, "s") }
    if whole < 86_400 { return pair(whole / 3600, "h", whole % 3600 / 60, "min") }
    return pair(whole / 86_400, "d", whole % 86_400 / 3600, "h")
}

private func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
    let first = "\(grouped(large)) \(largeUnit)"
    return small == 0 ? first : first + " \(small) \(smallUnit)"
}

extension Duration {
    /// Seconds, to the millisecond.
    var secondsText: Double {
        let milliseconds =
            components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        return Double(milliseconds) / 1000
    }
}
