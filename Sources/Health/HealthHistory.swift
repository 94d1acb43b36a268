public import Foundation
import JSON

/// Figures of earlier reports, a line of JSON each, so that a trend can be told.
public struct HealthHistory: Sendable {
    /// How many reports are kept. Default: 2,000.
    public static let capacity = 2_000

    private let file: URL
    private var lines: [JSON] = []

    /// Reads the file; one that is not there is an empty history, and lines that cannot be read
    /// (a process was killed while it wrote) are left out.
    public init(file: URL) {
        self.file = file
        let data = (try? Data(contentsOf: file)) ?? Data()
        lines = data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSON.parse(String(decoding: $0, as: UTF8.self))
        }
    }

    public var count: Int { lines.count }

    /// Figures of one check on one target, the oldest first.
    public func values(of check: String, target: String) -> [Double] {
        lines.filter { $0["target"]?.string == target }.compactMap { $0["values"]?[check]?.double }
    }

    /// What a figure is against the median of the last ten; nil without three of them.
    public func trend(of check: HealthCheck, target: String) -> String? {
        guard let value = check.value else { return nil }
        let earlier = values(of: check.name, target: target).suffix(10).sorted()
        guard earlier.count >= 3 else { return nil }
        let median = earlier[earlier.count / 2]
        let change = value - median
        guard change.magnitude > max(median.magnitude * 0.1, 1e-9) else { return "steady" }
        let usual = Figure.text(median, of: check.name)
        return "\(change > 0 ? "up" : "down") from \(usual)"
    }

    /// Adds a report at the end of the file.
    ///
    /// - Parameter target: what was looked at, without secrets.
    public mutating func append(_ report: HealthReport, target: String) throws {
        let values = report.checks.compactMap { check in
            check.value.map { (check.name, JSON.double($0)) }
        }
        let line: JSON = [
            "time": .string(report.time.formatted(.iso8601)), "target": .string(target),
            "level": .string(report.level.rawValue), "values": .object(JSON.Object(values)),
        ]
        lines.append(line)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        if lines.count > Self.capacity * 2 || !FileManager.default.fileExists(atPath: file.path) {
            lines = Array(lines.suffix(Self.capacity))
            let text = lines.map { $0.text() + "\n" }.joined()
            try Data(text.utf8).write(to: file, options: .atomic)
            return
        }
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data((line.text() + "\n").utf8))
    }
}
