import Synchronization

/// What is counted while the server runs, and how Prometheus reads it.
///
/// Labels are few and of known values: routes, methods, codes; never a namespace, a token or a text.
final class Metrics: Sendable {
    struct Key: Hashable, Sendable, Comparable {
        let name: String
        let labels: String

        static func < (left: Key, right: Key) -> Bool {
            (left.name, left.labels) < (right.name, right.labels)
        }
    }

    private struct State {
        var counters: [Key: Double] = [:]
        var histograms: [Key: Histogram] = [:]
    }

    private let state = Mutex(State())

    func count(_ name: String, _ labels: [(String, String)] = [], by more: Double = 1) {
        let key = Key(name: name, labels: Self.text(labels))
        state.withLock { $0.counters[key, default: 0] += more }
    }

    func observe(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
        let key = Key(name: name, labels: Self.text(labels))
        state.withLock { $0.histograms[key, default: Histogram()].add(value) }
    }

    /// A value that is looked up when it is asked for.
    struct Gauge: Sendable {
        let name: String
        var labels: [(String, String)] = []
        let value: Double
        /// Whether it only ever grows.
        var isCounter = false
    }

    /// The text format, version 0.0.4.
    ///
    /// - Parameter help: of each name.
    func text(gauges: [Gauge], help: [String: String]) -> String {
        let (counters, histograms) = state.withLock { ($0.counters, $0.histograms) }
        var lines: [String: (type: String, lines: [String])] = [:]
        for (key, value) in counters.sorted(by: { $0.key < $1.key }) {
            lines[key.name, default: ("counter", [])].lines
                .append(key.name + Self.braces(key.labels) + " " + Self.number(value))
        }
        for gauge in gauges {
            lines[gauge.name, default: (gauge.isCounter ? "counter" : "gauge", [])].lines
                .append(
                    gauge.name + Self.braces(Self.text(gauge.labels)) + " "
                        + Self.number(gauge.value))
        }
        for (key, histogram) in histograms.sorted(by: { $0.key < $1.key }) {
            var total = 0
            var own: [String] = []
            let comma = key.labels.isEmpty ? "" : ","
            for (bound, count) in zip(
                histogram.bounds.map(Self.number) + ["+Inf"], histogram.counts)
            {
                total += count
                own.append("\(key.name)_bucket{\(key.labels)\(comma)le=\"\(bound)\"} \(total)")
            }
            own.append("\(key.name)_sum\(Self.braces(key.labels)) \(Self.number(histogram.sum))")
            own.append("\(key.name)_count\(Self.braces(key.labels)) \(total)")
            lines[key.name, default: ("histogram", [])].lines += own
        }
        var text = ""
        for (name, family) in lines.sorted(by: { $0.key < $1.key }) {
            text += "# HELP \(name) \(help[name] ?? name)\n# TYPE \(name) \(family.type)\n"
            text += family.lines.joined(separator: "\n") + "\n"
        }
        return text
    }

    private static func text(_ labels: [(String, String)]) -> String {
        labels.map { name, value in
            let isPlain = value.utf8.allSatisfy { ![0x0A, 0x22, 0x5C].contains($0) }
            if isPlain { return "\(name)=\"\(value)\"" }
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
    }

    private static func braces(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
    }
}
