import Arguments
import Foundation
import JSON
import Pipeline
import Synchronization

/// Tells of a run as it goes: a line when a node begins and one when it has ended, and on a
/// terminal a last line of what runs, waits and is done.
final class RunConsole: Sendable {
    private struct State {
        var running: [String] = []
        var done = 0
        var total = 0
        var warnings: [Warning] = []
    }

    private let call: PipelineCall
    private let project: Project
    private let state = Mutex(State())
    private let format: Format

    enum Format { case lines, events, silent }

    /// How many more there are to tell of than the run itself knows.
    private let more: Int

    init(_ call: PipelineCall, project: Project, more: Int = 0) {
        self.call = call
        self.more = more
        self.project = project
        format =
            call.logsEvents
            ? .events
            : call.invocation.wantsJSON || call.console.settings.isQuiet ? .silent : .lines
    }

    var warnings: [Warning] { state.withLock { $0.warnings } }

    /// Takes an event of the run.
    func take(_ event: Event) {
        if format == .events { log(event) }
        switch event {
        case .started(let count, _): state.withLock { $0.total = count }
        case .nodeStarted(let id, let name, let index, let count):
            state.withLock { $0.running.append(name) }
            guard format == .lines, let node = project.node(id) else { break }
            call.console.print(
                NodeLine(
                    message: node.startMessage, index: index, total: count + more, status: "RUN"
                ).text(width: width))
        case .nodeFinished(let result, let index, let count):
            state.withLock { state in
                state.done += 1
                state.total = count
                if let place = state.running.firstIndex(of: result.name) {
                    state.running.remove(at: place)
                }
            }
            guard format == .lines, let node = project.node(result.id) else { break }
            let end = node.endMessage(result)
            call.console.print(
                NodeLine(
                    message: end.message, index: index, total: count + more, status: end.status,
                    style: end.style, duration: result.status == .skipped ? nil : result.duration
                ).text(width: width))
        case .batchFinished(let id, let name, let index, let count, let succeeded, let duration):
            guard format == .lines, let node = project.node(id) else { break }
            let place = [node.relation.schema, node.relation.identifier].compactMap(\.self)
                .joined(separator: ".")
            call.console.print(
                NodeLine(
                    message:
                        "\(succeeded ? "OK created" : "ERROR creating") batch \(name) of \(place)",
                    index: index, total: count, status: succeeded ? "OK" : "ERROR",
                    style: succeeded ? .green : .red, duration: duration, isBatch: true
                ).text(width: width))
        case .hookStarted, .hookFinished: break
        case .warning(let warning):
            // What was noticed while reading has been said.
            if project.warnings.contains(warning) { break }
            state.withLock { $0.warnings.append(warning) }
            if format != .events { call.console.warn(TerminalText(warning.description)) }
        case .message(let text, _), .printed(let text):
            if format == .lines { call.console.print("\(text)") }
        case .finished: call.console.clearStatus()
        }
        drawStatus()
    }

    /// The same as dbt's structured log has it.
    private func log(_ event: Event) {
        let log = EventLog(call, project: project)
        switch event {
        case .started(let count, let unitTests):
            // dbt counts them with the models that they test.
            let isBuild = call.command.path.last == "build"
            log.begin(count: count + more - (isBuild ? unitTests : 0))
        case .hookStarted(let id, let label, let index, let count):
            log.startHook(id, label, index: index, total: count)
        case .hookFinished(let result, let label, let index, let count):
            log.endHook(result, label, index: index, total: count)
        case .nodeStarted(let id, _, let index, let count):
            // Of clones dbt tells nothing but why there is none.
            guard call.command.path.last != "clone", let node = project.node(id) else { return }
            log.start(node, index: index, total: count + more)
        case .nodeFinished(let result, let index, let count):
            guard call.command.path.last != "clone", let node = project.node(result.id) else {
                return
            }
            log.end(node, result, index: index, total: count + more)
        case .batchFinished(let id, let name, let index, let count, let succeeded, let duration):
            guard let node = project.node(id) else { return }
            log.batch(
                node, name: name, index: index, count: count, succeeded: succeeded,
                duration: duration)
        case .warning(let warning):
            if project.warnings.contains(warning) { return }
            log.warn(warning)
        case .message(let text, let id): log.message(text, of: id)
        case .printed(let text): log.printed(text)
        case .finished: break
        }
    }

    /// Tells of the exposures and saved queries, which come last.
    func tell(_ outcomes: ConsumerOutcomes) {
        let total = outcomes.nodes + more
        for (index, outcome) in outcomes.list.enumerated() {
            if format == .events {
                EventLog(call, project: project)
                    .tell(outcome, index: outcomes.nodes + index + 1, total: total)
            }
            guard format == .lines else { continue }
            let word = outcome.isSkipped ? "SKIP" : "NO-OP"
            call.console.print(
                NodeLine(
                    message: "\(word) \(outcome.consumer.spokenType) \(outcome.consumer.name)",
                    index: outcomes.nodes + index + 1, total: total, status: word, style: .yellow,
                    duration: outcome.isSkipped ? nil : .zero
                ).text(width: width))
        }
    }

    private var width: Int { min(call.console.settings.outputWidth ?? 80, 100) }

    private func drawStatus() {
        guard call.console.showsStatus else { return }
        let line = state.withLock { state -> TerminalText? in
            guard state.total > 0, state.done < state.total else { return nil }
            let waiting = max(state.total - state.done - state.running.count, 0)
            let names = state.running.joined(separator: ", ")
            return "\("running \(state.running.count)", .green)  waiting \(waiting)  done "
                + "\(state.done)/\(state.total)  \(names.prefix(30), .dim)"
        }
        if let line { call.console.drawStatus(line) } else { call.console.clearStatus() }
    }
}
