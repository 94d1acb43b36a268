import Arguments

/// What a progress bar shows, and when: the logic without the terminal and without the time of day.
struct ProgressMeter: Sendable {
    /// At most ten drawings a second.
    static let shortestInterval = Duration.milliseconds(100)

    let label: String
    /// Nil when nobody knows how much there is to do.
    let total: Int?
    private let start: Duration
    private(set) var done = 0
    private var lastDrawing: Duration?

    /// - Parameter now: the time on any clock that does not go backwards.
    init(label: String, total: Int?, now: Duration) {
        self.label = singleLine(label)
        self.total = total.map { max($0, 0) }
        start = now
    }

    /// Notes what is done by now. Returns the line to draw, or nil when the last one was drawn just
    /// before.
    mutating func update(done: Int, now: Duration, width: Int) -> TerminalText? {
        self.done = max(done, 0)
        if let lastDrawing, now - lastDrawing < Self.shortestInterval { return nil }
        lastDrawing = now
        return line(now: now, width: width)
    }

    /// `Embedding  ━━━━━━━━────────  50 %  1,000/2,000  350/s  2.9 s left`
    ///
    /// Where the width does not suffice, the bar goes first, then the parts from the right.
    func line(now: Duration, width: Int) -> TerminalText {
        // The last column stays free: some terminals go to the next line after writing in it.
        let width = max(width - 1, 1)
        var parts: [String] = []
        if let fraction { parts.append(percent(fraction)) }
        parts.append(total.map { "\(grouped(done))/\(grouped($0))" } ?? grouped(done))
        if let rate = rate(now) {
            parts.append(rateText(rate))
            if let total, done < total {
                parts.append(durationText(.seconds(Double(total - done) / rate)) + " left")
            }
        } else if total == nil {
            parts.append(durationText(now - start))
        }
        let label = truncated(self.label, to: max(width / 3, 10))
        let bar = barText(
            width: width - displayWidth(([label, ""] + parts).joined(separator: "  ")))
        while parts.count > 1, displayWidth(([label] + parts).joined(separator: "  ")) > width {
            parts.removeLast()
        }
        let text = ([label] + parts).joined(separator: "  ")
        guard let bar else { return TerminalText(truncated(text, to: width)) }
        return "\(label)  \(bar)  \(parts.joined(separator: "  "))"
    }

    /// `Embedding: 2,000 in 5.7 s (350/s)`
    func summary(now: Duration) -> String {
        let time = durationText(now - start)
        let rate = rate(now).map { " (\(rateText($0)))" } ?? ""
        let amount =
            total.map { done < $0 ? "\(grouped(done)) of \(grouped($0))" : grouped(done) }
            ?? grouped(done)
        return "\(label): \(amount) in \(time)\(rate)"
    }

    private var fraction: Double? {
        guard let total else { return nil }
        return total == 0 ? 1 : min(Double(done) / Double(total), 1)
    }

    /// Per second, once there is enough to tell.
    private func rate(_ now: Duration) -> Double? {
        let elapsed = (now - start) / .seconds(1)
        return elapsed >= 0.05 && done > 0 ? Double(done) / elapsed : nil
    }

    /// At most 30 columns; nil where fewer than 6 are left.
    private func barText(width: Int) -> TerminalText? {
        let width = min(width, 30)
        guard let fraction, width >= 6 else { return nil }
        let full = Int((fraction * Double(width)).rounded(.down))
        let filled = String(repeating: "━", count: full)
        let empty = String(repeating: "─", count: width - full)
        return "\(filled, .green)\(empty, .dim)"
    }
}

/// `350/s`, `2.4/s`
private func rateText(_ rate: Double) -> String {
    (rate < 10 ? decimal(rate, places: 1) : grouped(Int(rate.rounded()))) + "/s"
}
