import DuckDB
import Foundation
import Hashing
import Jinja
import Pipeline
import YAML

/// The dbt project that sleep runs, and how one cycle of it is run.
struct SleepProject {
    private let directory: URL
    private let environment: [String: String]
    private let connection: Connection
    private let memoryLimitMiB: Int

    /// - Throws: `sleepFailed` where the project that is shipped, or the one that was named, is
    ///   not there.
    init(home: Home, options: EngineOptions, database: SleepDatabase) throws(MemoryError) {
        if let named = options.sleepProject {
            directory = named
        } else {
            directory = try Self.shipped()
        }
        connection = database.connection
        memoryLimitMiB = options.memoryLimitMiB
        environment = [
            "DORMOUSE_SLEEP_DB": database.derived.file.path,
            "DORMOUSE_STORE": home.storeFile.path,
            "DORMOUSE_SOURCE": database.derived.alias,
            "DORMOUSE_SOURCE_SCHEMA": SourceMirror.schema,
            "DORMOUSE_THREADS": String(options.threads),
            "DORMOUSE_MEMORY_LIMIT": "\(options.memoryLimitMiB)MiB",
            "DORMOUSE_TEMP": home.spillDirectory.path,
        ]
    }

    /// The project inside the program's resources.
    static func shipped() throws(MemoryError) -> URL {
        guard let found = Bundle.module.url(forResource: "SleepProject", withExtension: nil) else {
            throw MemoryError(
                .sleepFailed, "the sleep project is missing beside the program; install it again")
        }
        return found
    }

    /// SHA-256 of the project's files: their names and what is in them.
    func digest() throws -> String {
        let files = FileManager.default
        let root = directory.standardizedFileURL.path + "/"
        var lines: [String] = []
        for case let file as URL in files.enumerator(
            at: directory.standardizedFileURL, includingPropertiesForKeys: nil)
            ?? FileManager.DirectoryEnumerator()
        {
            let name = String(file.standardizedFileURL.path.dropFirst(root.count))
            // What running it leaves behind is no part of it.
            guard !name.hasPrefix("target/"), !name.hasPrefix("logs/"),
                let text = try? String(contentsOf: file, encoding: .utf8)
            else { continue }
            lines.append("\(name) \(SHA256.hexadecimal(text))")
        }
        return SHA256.hexadecimal(lines.sorted().joined(separator: "\n"))
    }

    /// The variables as a cycle has them; of long ones the digest.
    func variables(with further: [String: Jinja.Value]) throws -> [String: String] {
        let text = try String(
            contentsOf: directory.appending(path: "dbt_project.yml"), encoding: .utf8)
        var found: [String: String] = [:]
        if let declared = try? YAML.parse(text)["vars"]?.mapping() {
            for (key, value) in declared {
                if let name = try? key.text() { found[name] = (try? value.text()) ?? "{}" }
            }
        }
        for (name, value) in further { found[name] = try value.text() }
        // The clock and the counter stand beside it.
        found["as_of"] = nil
        found["cycle"] = nil
        return found.mapValues { $0.count > 200 ? "sha256:" + SHA256.hexadecimal($0) : $0 }
    }

    /// A variable of the project that is a number.
    func number(_ variable: String) throws -> Int? {
        let text = try String(
            contentsOf: directory.appending(path: "dbt_project.yml"), encoding: .utf8)
        return try YAML.parse(text)["vars"]?[variable]?.int()
    }

    /// What a link loses a cycle: `synaptic_decay_rate` of the project.
    func decayRate() throws -> Double {
        let file = directory.appending(path: "dbt_project.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let rate = try YAML.parse(text)["vars"]?["synaptic_decay_rate"]?.double()
        guard let rate else {
            throw MemoryError(
                .sleepFailed, "\(file.path) has no vars: synaptic_decay_rate; put it back")
        }
        return rate
    }

    /// Runs the seeds and models of the stages up to `stage`.
    ///
    /// - Parameters:
    ///   - effort: how much of it at once.
    ///   - further: variables of the project besides the clock and the counter.
    ///   - watch: lets each model begin in its turn.
    ///   - pass: called before each model; what it throws ends the run.
    /// - Throws: `SleepOutOfMemory` where less effort may help.
    func run(
        cycle: Int, asOf: Moment, stage: SleepStage?, effort: SleepEffort = .full,
        further: [String: Jinja.Value] = [:], watch: SleepSupervision.Watch? = nil,
        pass: @escaping @Sendable () throws -> Void = {},
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> [SleepReport.Model] {
        do {
            var variables = further.merging([
                "cycle": .int(cycle), "as_of": .string(asOf.description),
            ]) { $1 }
            if effort.share < 1, let most = try number("memories_per_cycle") {
                variables["memories_per_cycle"] = .int(max(1, Int(Double(most) * effort.share)))
            }
            var environment = environment
            if let threads = effort.threads { environment["DORMOUSE_THREADS"] = String(threads) }
            let profile = try Profile.load(
                directory: directory, name: "dormouse", target: "dev", environment: environment,
                machine: .current)
            let project = try Project.load(
                directory: directory,
                options: LoadOptions(
                    profile: profile, variables: variables, environment: environment))
            var runOptions = RunOptions()
            runOptions.admission = { connection, model in
                try pass()
                if let watch { return try watch.admission(connection, model) }
                return {}
            }
            runOptions.interruption = watch?.interruption
            let runner = try Runner(
                project: project, profile: profile, connection: connection, options: runOptions,
                onEvent: { event in
                    switch event {
                    case .started(let count, _): progress(0, count)
                    case .nodeFinished(_, let index, let count): progress(index, count)
                    default: break
                    }
                })
            let report = try runner.run(select: selection(stage))
            if let failed = report.results.first(where: { $0.error != nil }),
                let error = failed.error
            {
                if error.isOutOfMemory {
                    throw SleepOutOfMemory(model: failed.name, limitMiB: memoryLimitMiB)
                }
                throw MemoryError(.sleepFailed, "the model \(failed.name) failed: \(error)")
            }
            if let error = report.errors.first {
                throw MemoryError(.sleepFailed, "sleep failed: \(plainWords(of: error))")
            }
            // In the project's order, stage after stage.
            return project.nodes.compactMap { node in
                guard node.kind == .model, let result = report[node.name] else { return nil }
                return SleepReport.Model(
                    name: result.name, stage: Self.stage(of: node),
                    rows: result.materialization == .view ? nil : result.rowsAdded ?? 0,
                    duration: result.duration)
            }
        } catch let error as PipelineError {
            throw MemoryError(
                .sleepFailed, "the sleep project cannot run: \(plainWords(of: error))")
        }
    }

    /// The folder below `models` that a model lies in.
    private static func stage(of node: Node) -> String {
        let parts = node.path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    private func selection(_ stage: SleepStage?) -> [String] {
        guard let stage else { return [] }
        return ["resource_type:seed"] + stage.upToHere.map { "path:models/\($0.folder)" }
    }
}
