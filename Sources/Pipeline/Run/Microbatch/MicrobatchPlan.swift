internal import Foundation
internal import Jinja

/// The batches that a run of a microbatch model builds. Decides, and leaves the running to others.
struct MicrobatchPlan {
    let size: BatchSize
    let begin: CivilTime
    let lookback: Int
    let eventTime: String

    /// - Throws: code `.configuration` for what a microbatch model needs and has not, or wrong.
    init(_ node: Node) throws(PipelineError) {
        let configuration = node.configuration
        guard let eventTime = configuration["event_time"]?.string else {
            throw Self.missing("event_time", "the column that says when a row happened")
        }
        self.eventTime = eventTime
        let sizes = BatchSize.allCases.map(\.rawValue)
        guard let text = configuration["batch_size"]?.string, let size = BatchSize(rawValue: text)
        else { throw Self.missing("batch_size", "one of \(sizes.joined(separator: ", "))") }
        self.size = size
        guard let begin = configuration["begin"], !begin.isEmptyOrNone,
            let time = EventWindow.time(begin.pythonText)
        else { throw Self.missing("begin", "the time of the first batch, such as 2026-03-01") }
        self.begin = time
        lookback = try configuration.int("lookback") ?? 1
        if let flag = configuration["concurrent_batches"], !flag.isNone, flag.bool == nil {
            throw PipelineError(
                .configuration, "the config `concurrent_batches` must be true or false")
        }
    }

    private static func missing(_ key: String, _ what: String) -> PipelineError {
        PipelineError(
            .configuration, "a microbatch model needs the config `\(key)`", hint: "It is \(what).")
    }

    /// - Parameters:
    ///   - isIncremental: whether there is a table to add to.
    ///   - window: `--event-time-start` and `--event-time-end`, or `--sample`.
    ///   - now: where the last batch ends else.
    func batches(isIncremental: Bool, window: EventWindow?, now: Date) -> [EventWindow] {
        let end = size.end(after: window?.end ?? DateTimeObject(now).civil)
        var start = size.beginning(of: begin)
        if let window {
            start = size.beginning(of: window.start)
        } else if isIncremental {
            // The end is the beginning of a batch, and the one before it is the newest.
            let back = size.beginning(of: end) == end ? lookback + 1 : lookback
            start = size.beginning(of: end, movedBy: -back)
        }
        var batches: [EventWindow] = []
        repeat {
            let next = size.beginning(of: start, movedBy: 1)
            batches.append(EventWindow(start: start, end: next))
            // Nothing comes after the last year.
            if next <= start { break }
            start = next
        } while start < end
        let last = batches.removeLast()
        return batches + [EventWindow(start: last.start, end: end)]
    }
}

/// A batch under way, as templates see it in `model.batch`.
struct Batch: Sendable {
    let window: EventWindow
    let size: BatchSize
    let eventTime: String
    /// Whether it adds to a table that is there.
    let isIncremental: Bool

    var name: String { size.name(of: window.start) }

    var facts: Value {
        .dict(
            Dict([
                "id": .string(name.replacing("-", with: "")),
                "event_time_start": .object(DateTimeObject(window.start, zone: .utc)),
                "event_time_end": .object(DateTimeObject(window.end, zone: .utc)),
            ]))
    }
}

extension Node {
    /// Whether it is built batch by batch.
    ///
    /// - Parameter macros: a strategy of the project's own is called once, as dbt does it.
    func isMicrobatch(_ macros: MacroLibrary, batchesCustom: Bool) -> Bool {
        kind == .model && materialization == .incremental
            && configuration["incremental_strategy"]?.string == "microbatch"
            && (batchesCustom
                || !macros.isReplaced("get_incremental_microbatch_sql", for: package))
    }
}
