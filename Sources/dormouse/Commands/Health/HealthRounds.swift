import Arguments
import Foundation
import Health
import JSON
import Memory

/// Looks once, or again and again, prints what was seen and keeps the figures.
struct HealthRounds {
    private let invocation: Invocation
    private let target: String
    private let look: () throws -> [HealthCheck]
    private var console: Console { invocation.console }

    /// - Parameter target: what is looked at, without secrets.
    init(_ invocation: Invocation, target: String, look: @escaping () throws -> [HealthCheck]) {
        self.invocation = invocation
        self.target = target
        self.look = look
    }

    func run() throws -> Int32 {
        let command = invocation.command
        var history = HealthHistory(file: historyFile)
        let watches = command.flag("watch") || command.integer("times") != nil
        let rounds = command.integer("times") ?? (watches ? .max : 1)
        var code: Int32 = 0
        for round in 0..<rounds {
            if round > 0 { usleep(UInt32(command.number("every", default: 5) * 1e6)) }
            let report = HealthReport(time: Date(), checks: try look())
            if watches, console.settings.outputIsTerminal, !invocation.wantsJSON {
                console.write(trusted: "\u{1B}[H\u{1B}[2J")
            }
            print(report, history)
            do {
                try keep(report, in: &history)
            } catch {
                console.warn("the history cannot be kept: \(error.systemReason)")
            }
            code = report.exitCode(isStrict: command.flag("strict"))
            if console.outputIsClosed { break }
        }
        return code
    }

    /// A home is not made for figures alone.
    private func keep(_ report: HealthReport, in history: inout HealthHistory) throws {
        let folder = invocation.home.directory.path
        guard
            invocation.command.string("history") != nil
                || FileManager.default.fileExists(atPath: folder)
        else { return }
        try history.append(report, target: target)
    }

    private var historyFile: URL {
        invocation.command.string("history").map { URL(fileURLWithPath: $0) }
            ?? invocation.home.directory.appending(path: "health.jsonl")
    }

    private func print(_ report: HealthReport, _ history: HealthHistory) {
        if invocation.wantsJSON {
            var object = report.json.object ?? [:]
            object["target"] = .string(target)
            object["trends"] = .object(
                JSON.Object(
                    report.checks.compactMap { check in
                        history.trend(of: check, target: target).map { (check.name, .string($0)) }
                    }))
            console.print(json: .object(object))
            return
        }
        console.print("\(target, .bold)")
        for check in report.checks { print(check, history.trend(of: check, target: target)) }
        let counts = [HealthLevel.red, .yellow, .green].compactMap { level -> String? in
            let count = report.checks.count { $0.level == level }
            return count == 0 ? nil : "\(count) \(level.rawValue)"
        }
        console.print(
            "\(report.level.rawValue, Self.style(report.level)): "
                + TerminalText(counts.joined(separator: ", ")))
    }

    private func print(_ check: HealthCheck, _ trend: String?) {
        let width = console.settings.wrappingWidth
        let level = check.level.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
        let name = check.name.replacing("_", with: " ")
            .padding(toLength: 24, withPad: " ", startingAt: 0)
        let figure = trend.map { "\(check.figure) (\($0))" } ?? check.figure
        console.print(
            "\(level, Self.style(check.level)) \(name) \(truncated(singleLine(figure), to: width - 32))"
        )
        guard check.level != .green else { return }
        let texts = [check.limit, check.advice ?? ""] + check.details.prefix(8)
        for text in texts where !text.isEmpty {
            for line in wrap(harmless(text), width: width - 9) {
                console.print("         \(line, .dim)")
            }
        }
    }

    private static func style(_ level: HealthLevel) -> Style {
        switch level {
        case .green: .green
        case .yellow: .yellow
        case .red: .red
        }
    }
}
