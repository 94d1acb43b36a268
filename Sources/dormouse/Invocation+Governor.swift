import Arguments
import DuckDB
import Foundation
import Governor
import Memory
import Settings

extension Invocation {
    /// What DuckDB may take of this machine: flags, then the environment, then `governor:` of
    /// dormouse.yml, then the template.
    func governorLimits() throws -> GovernorLimits {
        let fromSettings = try governorSettings()
        let fromEnvironment = try governorEnvironment()
        var template: (name: String, origin: LimitOrigin)?
        if Program.has("template", command), let name = command.string("template") {
            template = (name, .flag("template"))
        } else if let name = variable("DORMOUSE_GOVERNOR_TEMPLATE") {
            template = (name, .environment("DORMOUSE_GOVERNOR_TEMPLATE"))
        } else if let name = fromSettings.template {
            template = (name, .settings)
        }
        var flags: [(origin: LimitOrigin, request: LimitRequest)] = []
        if Program.has("timeout", command), command.string("timeout") != nil {
            var request = LimitRequest()
            request.statementTime =
                .milliseconds(Int64(command.number("timeout", default: 300) * 1000))
            flags.append((.flag("timeout"), request))
        }
        return try GovernorLimits(
            template: template,
            requests: flags + fromEnvironment + [(.settings, fromSettings.request)],
            machine: .current, standardDirectory: spillDirectory)
    }

    /// Where work spills: in the home where there is one that can be written to, else where the
    /// machine keeps what is temporary.
    private var spillDirectory: String {
        home.exists && SpillPlace(path: home.spillDirectory.path).problem == nil
            ? home.spillDirectory.path
            : FileManager.default.temporaryDirectory.appending(path: "dormouse-spill").path
    }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What processes that share this machine tell each other, where the user's programs keep their
    /// state: a home that is only looked at stays as it is.
    var stateDirectory: StateDirectory {
        if let named = variable("DORMOUSE_STATE") {
            return StateDirectory(URL(fileURLWithPath: named, isDirectory: true))
        }
        let user = variable("HOME") ?? NSHomeDirectory()
        // One that is relative is to be ignored: so says the XDG Base Directory specification.
        let named = variable("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let states =
            named.map { URL(fileURLWithPath: $0, isDirectory: true) }
            ?? URL(fileURLWithPath: user, isDirectory: true).appending(path: ".local/state")
        return StateDirectory(states.appending(path: "dormouse"))
    }

    /// A watch over the work of a database, which tells the person what is done.
    ///
    /// - Returns: nil where the database gives no further connection.
    func watch(_ database: Database, limits: GovernorLimits, command: String) throws -> WorkWatch? {
        var options = WatchOptions(command: command, limits: limits, state: stateDirectory)
        options.thresholds = try governorSettings().thresholds
        // What a server says on standard error is lines of JSON.
        let isServer = ["serve", "mcp"].contains(self.command.path.first)
        let text = isServer ? nil : WatchText(console: console)
        let alerts = try alertCenter()
        return try? WorkWatch(
            database, options, onRelief: { text?.tell(relief: $0, step: $1) },
            onEvent: { event in
                text?.tell(event)
                switch event {
                case .level(let change, let status): alerts?.take(change, status)
                case .finished: alerts?.finish()
                default: break
                }
            })
    }

    /// What tells alerts; nil where dormouse.yml names no channel.
    func alertCenter() throws -> AlertCenter? {
        let settings = try AlertSettings(try settings(), environment: environment)
        guard !settings.channels.isEmpty else { return nil }
        let console = console
        let log = auditLog
        return AlertCenter(
            settings, stateDirectory,
            onTold: { alert in
                log.add(
                    event: "alert", subject: alert.name,
                    outcome: "\(alert.change.rawValue) \(alert.severity)", at: Date())
            }, onFailure: { console.warn(TerminalText($0)) })
    }

    /// For each sleep of an engine.
    ///
    /// - Returns: nil where no limits can be had, as on a disk that is full: sleep has limits of its
    ///   own, and what else an engine does needs none.
    func sleepSupervision() -> SleepSupervision? {
        guard let limits = try? governorLimits() else { return nil }
        return SleepSupervision { database in
            guard let watch = try? self.watch(database, limits: limits, command: "sleep") else {
                return nil
            }
            return SleepSupervision.Watch(
                admission: { try watch.begin($1, .sleep, on: $0) },
                interruption: { watch.interruption(of: $0) }, end: { watch.end() })
        }
    }

    /// What is tried with a model that fails for want of memory, in this order, and the target that
    /// the last step names.
    func governorLadder() throws -> (steps: [FallbackStep], otherTarget: String?) {
        let settings = try governorSettings()
        let mayPartition = try isOn(.partitionRetry)
        let mayLeave = try settings.otherTarget != nil && isOn(.externalFallback)
        let steps = settings.ladder.filter { step in
            switch step {
            case .degraded, .ownProcess: true
            case .partition: mayPartition
            case .otherTarget: mayLeave
            }
        }
        return (steps, mayLeave ? settings.otherTarget : nil)
    }

    /// How large a database file may be that is copied before a command changes much of it.
    func rollbackLimit() throws -> Int? { try governorSettings().rollbackLimit }

    private typealias GovernorSettings = (
        template: String?, request: LimitRequest, thresholds: Thresholds, ladder: [FallbackStep],
        otherTarget: String?, rollbackLimit: Int?
    )

    private func governorSettings() throws -> GovernorSettings {
        var section = try settings().section("governor")
        let template = try section.string("template")
        var request = LimitRequest()
        request.memory = try section.bytes("memory_limit").map { .bytes(Int64($0)) }
        request.processMemory = try section.bytes("process_memory_limit")
            .map { .bytes(Int64($0)) }
        request.threads = try section.int("threads")
        request.temporaryDirectory = try section.folder("temp_directory")?.path
        request.maxTemporarySize = try section.bytes("max_temp_directory_size")
            .map { .bytes(Int64($0)) }
        request.checkpointThreshold = try section.bytes("checkpoint_threshold")
            .map { .bytes(Int64($0)) }
        request.statements = try section.int("statements")
        request.statementTime = try section.duration("statement_timeout")
        request.modelTime = try section.duration("model_timeout")
        request.runTime = try section.duration("run_timeout")
        let thresholds = try Self.thresholds(&section)
        var ladder = FallbackStep.allCases
        if let names = try section.strings("ladder") {
            ladder = try names.map { name in
                guard let step = FallbackStep(rawValue: name) else {
                    let known = FallbackStep.allCases.map(\.rawValue).joined(separator: ", ")
                    throw section.error("ladder", "has no step '\(name)'; they are \(known)")
                }
                return step
            }
            if ladder != FallbackStep.allCases.filter(ladder.contains) {
                let order = FallbackStep.allCases.map(\.rawValue).joined(separator: ", ")
                throw section.error("ladder", "has its steps in this order: \(order)")
            }
            if ladder.contains(.otherTarget), try section.string("other_target") == nil {
                throw section.error(
                    "ladder", "has the step other_target: name the target with other_target:")
            }
        }
        let otherTarget = try section.string("other_target")
        let rollbackLimit = try section.bytes("rollback_limit")
        try section.finish()
        return (template, request, thresholds, ladder, otherTarget, rollbackLimit)
    }

    /// `thresholds: {machine_memory: {warning: 0.8, critical: 0.9}}`
    private static func thresholds(_ governor: inout SettingsReader) throws -> Thresholds {
        var section = try governor.section("thresholds")
        var thresholds = Thresholds.standard
        for measure in Measure.allCases {
            var levels = try section.section(measure.rawValue)
            for level in PressureLevel.allCases where level > .calm {
                let name = level.description
                let value: Double? =
                    switch measure.unit {
                    case .share: try levels.number(name)
                    case .bytes: try levels.bytes(name).map { Double($0) }
                    case .seconds: try levels.duration(name).map { $0 / .seconds(1) }
                    }
                guard let value else { continue }
                if measure.unit == .share, value > 1 {
                    throw levels.error(name, "is a share: write 0.8 for 80 %")
                }
                thresholds.set(measure, level, value)
            }
            if let wrong = thresholds.disorder(measure) {
                throw levels.error(wrong.description, "is below the level before it")
            }
            try levels.finish()
        }
        try section.finish()
        return thresholds
    }

    /// A request a variable, so that each says who it is from.
    private func governorEnvironment() throws -> [(origin: LimitOrigin, request: LimitRequest)] {
        func bytes(_ name: String) throws -> ByteCount? {
            guard let text = variable(name) else { return nil }
            guard let count = ByteCount(duckDBText: text) else {
                throw GovernorError(
                    .badLimit, "\(name): '\(text)' is no size; write 512MiB or 2GB")
            }
            return count
        }
        func number(_ name: String) throws -> Int? {
            guard let text = variable(name) else { return nil }
            guard let number = Int(text) else {
                throw GovernorError(.badLimit, "\(name): '\(text)' is no whole number")
            }
            return number
        }
        var requests: [(origin: LimitOrigin, request: LimitRequest)] = []
        func add<Value>(
            _ name: String, _ key: WritableKeyPath<LimitRequest, Value?>, _ value: Value?
        ) {
            guard let value else { return }
            var request = LimitRequest()
            request[keyPath: key] = value
            requests.append((.environment(name), request))
        }
        add("DORMOUSE_MEMORY_LIMIT", \.memory, try bytes("DORMOUSE_MEMORY_LIMIT"))
        add(
            "DORMOUSE_PROCESS_MEMORY_LIMIT", \.processMemory,
            try bytes("DORMOUSE_PROCESS_MEMORY_LIMIT"))
        add("DORMOUSE_THREADS", \.threads, try number("DORMOUSE_THREADS"))
        add("DORMOUSE_TEMP", \.temporaryDirectory, variable("DORMOUSE_TEMP"))
        add("DORMOUSE_MAX_TEMP", \.maxTemporarySize, try bytes("DORMOUSE_MAX_TEMP"))
        add(
            "DORMOUSE_CHECKPOINT_THRESHOLD", \.checkpointThreshold,
            try bytes("DORMOUSE_CHECKPOINT_THRESHOLD"))
        add("DORMOUSE_STATEMENTS", \.statements, try number("DORMOUSE_STATEMENTS"))
        func time(
            _ name: String, _ key: WritableKeyPath<LimitRequest, Duration?>
        ) throws { add(name, key, try number(name).map { .seconds($0) }) }
        try time("DORMOUSE_STATEMENT_TIMEOUT", \.statementTime)
        try time("DORMOUSE_MODEL_TIMEOUT", \.modelTime)
        try time("DORMOUSE_RUN_TIMEOUT", \.runTime)
        return requests
    }
}
