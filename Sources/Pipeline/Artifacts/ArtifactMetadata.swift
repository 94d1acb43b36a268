internal import Foundation

internal import enum JSON.JSON

/// What all artifacts begin with: which kind and version they are, by whom and when.
struct ArtifactMetadata {
    let invocation: Invocation
    let environment: [String: String]
    var now: Date

    /// The object under `metadata`.
    ///
    /// - Parameters:
    ///   - name: the kind, as its address has it: `manifest`.
    ///   - version: the version of its shape.
    func json(_ name: String, version: Int) -> JSON {
        let prefix = "DBT_ENV_CUSTOM_ENV_"
        let own = environment.keys.filter { $0.hasPrefix(prefix) }.sorted()
        return [
            "dbt_schema_version":
                .string("https://schemas.getdbt.com/dbt/\(name)/v\(version).json"),
            "dbt_version": .string(Session.dbtVersion),
            "generated_at": .string(Self.text(now)),
            "invocation_id": .string(invocation.id),
            "invocation_started_at": .string(Self.text(invocation.startedAt)),
            "env": .object(
                JSON.Object(
                    own.map { (String($0.dropFirst(prefix.count)), JSON(environment[$0])) })),
        ]
    }

    /// `2026-11-25T23:05:43.756633Z`.
    static func text(_ date: Date) -> String { DateTimeText.iso(date) }
}

/// Moments as artifacts write them.
enum DateTimeText {
    static func iso(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: date)
        let seconds = date.timeIntervalSince1970
        let micros = Int((seconds - seconds.rounded(.down)) * 1e6)
        func padded(_ number: Int?, _ width: Int) -> String {
            let digits = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))T"
            + "\(padded(parts.hour, 2)):\(padded(parts.minute, 2)):\(padded(parts.second, 2))."
            + "\(padded(micros, 6))Z"
    }
}
