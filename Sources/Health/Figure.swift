import Foundation

/// Figures as a person reads them.
enum Figure {
    /// Chosen by the end of a limit's name: `_ms`, `_s`, `_bytes`; others by whether they are
    /// shares.
    static func text(_ value: Double, of name: String) -> String {
        if name.hasSuffix("_ms") { return "\(number(value)) ms" }
        if name.hasSuffix("_s") { return time(value) }
        if name.hasSuffix("_bytes") { return bytes(value) }
        return shares.contains(name) ? "\(number(value * 100)) %" : number(value)
    }

    private static let shares: Set<String> = [
        "connections_used", "dead_rows", "wraparound", "cache_hit", "sequence_used", "disk_free",
        "duckdb_free_blocks", "quarantined", "valid_content",
    ]

    static func number(_ value: Double) -> String {
        if value == value.rounded(), value.magnitude < 1e15 { return "\(Int(value))" }
        return String(format: value.magnitude < 10 ? "%.2f" : "%.1f", value)
    }

    static func time(_ seconds: Double) -> String {
        let units: [(Double, String)] = [(86_400, "d"), (3_600, "h"), (60, "min")]
        for (size, unit) in units where seconds.magnitude >= size {
            return "\(number((seconds / size * 10).rounded() / 10)) \(unit)"
        }
        return "\(number((seconds * 100).rounded() / 100)) s"
    }

    static func bytes(_ count: Double) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var (value, unit) = (count, 0)
        while value.magnitude >= 999.95, unit < units.count - 1 {
            (value, unit) = (value / 1000, unit + 1)
        }
        return "\(number((value * 10).rounded() / 10)) \(units[unit])"
    }
}

extension HealthLimits {
    /// A check of one figure against its limit; green where that was switched off.
    ///
    /// - Parameter figure: how it is shown, where its name does not say how.
    public func check(
        _ name: String, _ value: Double, figure: String? = nil, advice: String,
        details: [String] = []
    ) -> HealthCheck {
        let limit = self[name]
        var text = ""
        if let limit {
            let word = limit.isMinimum ? "under" : "from"
            let (yellow, red) = (
                Figure.text(limit.yellow, of: name), Figure.text(limit.red, of: name)
            )
            text = yellow == red ? "red \(word) \(red)" : "yellow \(word) \(yellow), red \(red)"
        }
        return HealthCheck(
            name, limit?.level(of: value) ?? .green, figure ?? Figure.text(value, of: name),
            value: value, limit: text, advice: advice, details: details)
    }
}
