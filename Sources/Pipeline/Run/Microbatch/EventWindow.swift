public import Foundation
internal import Jinja

/// A stretch of time, its end not included, all in UTC: what a batch holds, what
/// `--event-time-start` and `--event-time-end` name, what `--sample` leaves.
public struct EventWindow: Sendable, Hashable {
    let start: CivilTime
    let end: CivilTime

    init(start: CivilTime, end: CivilTime) {
        self.start = start
        self.end = end
    }

    /// - Parameters:
    ///   - start: `2026-03-01`, `2026-03-01 05:00:00` or with a `T`; in UTC.
    ///   - end: the same.
    /// - Throws: code `.configuration` for what is no time, or ends before it begins.
    public init(start: String, end: String) throws(PipelineError) {
        guard let first = Self.time(start) else { throw Self.failure(start) }
        guard let last = Self.time(end) else { throw Self.failure(end) }
        guard first < last else {
            throw PipelineError(
                .configuration, "the events' time ends (\(end)) before it begins (\(start))")
        }
        self.init(start: first, end: last)
    }

    /// What `--sample` says: `3 days`, or `{start: 2026-03-01, end: 2026-03-04}`.
    ///
    /// - Parameter now: where a stretch of some hours, days, months or years ends.
    public init(sample: String, now: Date) throws(PipelineError) {
        if sample.trimmingCharacters(in: .whitespaces).hasPrefix("{") {
            let parts = try Workspace.mapping(sample, option: "--sample")
            guard let start = parts["start"], let end = parts["end"] else {
                throw PipelineError(
                    .configuration, "--sample needs both start and end",
                    hint: "Write --sample '{start: 2026-03-01, end: 2026-03-04}'.")
            }
            try self.init(start: start.pythonText, end: end.pythonText)
            return
        }
        let words = sample.split(separator: " ").map(String.init)
        var unit = words.last?.lowercased() ?? ""
        if unit.hasSuffix("s") { unit.removeLast() }
        guard words.count == 2, let count = Int(words[0]), let size = BatchSize(rawValue: unit)
        else {
            throw PipelineError(
                .configuration, "cannot read --sample '\(sample)'",
                hint: "Write a number and hours, days, months or years: --sample '3 days'.")
        }
        let end = DateTimeObject(now).civil
        self.init(start: size.beginning(of: end, movedBy: -count), end: end)
    }

    /// What lies in both.
    func intersection(_ other: EventWindow) -> EventWindow {
        EventWindow(start: max(start, other.start), end: min(end, other.end))
    }

    /// The condition that a column's time lies in it.
    func condition(on column: String) -> String {
        "\(column) >= '\(Self.text(start))' and \(column) < '\(Self.text(end))'"
    }

    /// As Python prints a time in UTC.
    private static func text(_ time: CivilTime) -> String {
        DateTimeObject(time, zone: .utc).isoText(separator: " ")
    }

    /// As artifacts have it.
    static func artifactText(_ time: CivilTime) -> String {
        DateTimeObject(time, zone: .utc).isoText()
    }

    /// The pair that artifacts have; nil for anything else.
    public init?(artifact texts: [String]) {
        guard texts.count == 2, let start = Self.time(texts[0]), let end = Self.time(texts[1])
        else { return nil }
        self.init(start: start, end: end)
    }

    /// Both ends, as artifacts have them.
    public var artifactTexts: [String] {
        [Self.artifactText(start), Self.artifactText(end)]
    }

    /// A time as it is written; one with a zone is brought to UTC.
    static func time(_ text: String) -> CivilTime? {
        let pattern =
            #/
            (\d{4})-(\d{2})-(\d{2})
            (?:[T\ ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?)?
            /#
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        guard let match = trimmed.wholeMatch(of: pattern) else { return nil }
        func number(_ part: Substring?) -> Int { part.flatMap { Int($0) } ?? 0 }
        let fraction = (match.7.map(String.init) ?? "").padding(
            toLength: 6, withPad: "0", startingAt: 0)
        let time = CivilTime(
            year: number(match.1), month: number(match.2), day: number(match.3),
            hour: number(match.4), minute: number(match.5), second: number(match.6),
            microsecond: Int(fraction) ?? 0)
        guard let zone = match.8, zone != "Z" else { return time }
        let digits = zone.dropFirst().filter(\.isNumber)
        let minutes = number(digits.prefix(2)) * 60 + number(digits.suffix(2))
        let sign = zone.hasPrefix("-") ? 1 : -1
        return time?.adding(microseconds: sign * minutes * 60 * CivilTime.perSecond)
    }

    private static func failure(_ text: String) -> PipelineError {
        PipelineError(
            .configuration, "cannot parse '\(text)' as a time",
            hint: "Write 2026-03-01 or 2026-03-01T05:00:00; it is UTC.")
    }
}
