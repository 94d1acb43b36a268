import DuckDB
import Foundation
import JSON
import Pipeline

/// The lines of `pipeline debug`, in dbt's words where dbt has them.
struct DebugReport {
    private enum Line {
        case heading(String)
        case fact(String, String)
        case check(String, ok: Bool, String)
    }

    let call: PipelineCall
    private var lines: [Line] = []
    private(set) var failures: [String] = []

    init(call: PipelineCall) { self.call = call }

    mutating func check(connectionOnly: Bool) {
        let workspace = call.workspace
        let profilesFile = workspace.profilesDirectory.appending(path: "profiles.yml").path
        let projectFile = workspace.projectDirectory.appending(path: "dbt_project.yml").path
        fact("dormouse version", Dormouse.version)
        fact("compatible with dbt", Pipeline.Project.dbtVersion)
        fact("Using profiles dir at", workspace.profilesDirectory.path)
        fact("Using profiles.yml file at", profilesFile)
        fact("Using dbt_project.yml file at", projectFile)
        fact("adapter type", "duckdb")
        lines.append(.heading("Configuration:"))
        var profile: Profile?
        attempt("profiles.yml file", found: profilesFile) { profile = try workspace.profile() }
        var project: Project?
        attempt("dbt_project.yml file", found: projectFile) {
            project = try workspace.project(profile: profile ?? .inMemory)
        }
        if !connectionOnly {
            checkVariables(project)
            lines.append(.heading("Required dependencies:"))
            ok("DuckDB", "OK found " + Database.libraryVersion)
            checkMachine()
        }
        lines.append(.heading("Connection:"))
        if let profile { connect(profile) } else { bad("Connection test", "ERROR", "no profile") }
    }

    // MARK: Parts

    private mutating func checkVariables(_ project: Project?) {
        lines.append(.heading("Environment variables:"))
        let uses = call.workspace.environmentUses()
        if uses.isEmpty { fact("env_var", "none is used") }
        for use in uses {
            if call.invocation.environment[use.name] != nil {
                ok(use.name, "OK set")
            } else if use.hasDefault {
                ok(use.name, "OK not set, has a default")
            } else {
                bad(
                    use.name, "ERROR missing",
                    "the environment variable '\(use.name)' is not set and has no default "
                        + "(\(use.file):\(use.line))")
            }
        }
    }

    private mutating func checkMachine() {
        lines.append(.heading("Machine:"))
        let machine = Machine.current
        fact("memory", machine.memory.map { bytesText(Int($0.bytes)) } ?? "unknown")
        fact(
            "control group limit",
            Machine.controlGroupLimit.map { bytesText(Int($0.bytes)) } ?? "none")
        fact("processors", machine.processors.map(String.init) ?? "unknown")
        let environment = call.invocation.environment
        for (name, what) in [
            ("OLLAMA_URL", "language model"), ("OPENAI_BASE_URL", "language model"),
            ("DATABASE_URL", "PostgreSQL"), ("PGHOST", "PostgreSQL"),
        ] {
            guard let address = environment[name], !address.isEmpty else {
                fact("\(what) (\(name))", "not set")
                continue
            }
            let place =
                name == "PGHOST" ? "\(address):\(environment["PGPORT"] ?? "5432")" : address
            // A folder of sockets is not asked.
            let answers = place.hasPrefix("/") ? nil : Reachability.answers(place)
            fact(
                "\(what) (\(name))",
                answers.map { $0 ? "set, answers" : "set, does not answer" } ?? "set")
        }
    }

    private mutating func connect(_ profile: Profile) {
        fact("profile", profile.name)
        fact("target", profile.target)
        fact("database", profile.database)
        fact("schema", profile.schema)
        fact("path", profile.path ?? ":memory:")
        fact("threads", String(profile.threads))
        for warning in profile.warnings { fact("warning", warning.description) }
        let steps = profile.check(
            extensionDirectory: Installation.extensionDirectory(call.invocation.environment))
        for step in steps.steps {
            switch step.outcome {
            case .success(let text): ok(step.label, "OK " + text)
            case .failure(let error): bad(step.label, "ERROR", error.description)
            }
        }
        guard let connection = steps.connection else {
            bad("Connection test", "ERROR", "the database could not be opened")
            return
        }
        for (name, value) in Profile.facts(of: connection) { fact(name, value) }
        if let room = room(for: profile) { fact("free disk space", room) }
        tellLosses(profile, connection)
        if steps.steps.allSatisfy(\.isSuccess) {
            ok("Connection test", "OK connection ok")
        } else {
            bad("Connection test", "ERROR", "see above")
        }
    }

    /// What is free where the database lies, and where it spills to.
    private func room(for profile: Profile) -> String? {
        let folder =
            profile.path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
            ?? FileManager.default.currentDirectoryPath
        let facts = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        return (facts?[.systemFreeSize] as? NSNumber).map { bytesText($0.intValue) }
    }

    /// What sources in PostgreSQL lose, before anything runs.
    private mutating func tellLosses(_ profile: Profile, _ connection: Connection) {
        guard profile.attachesPostgreSQL,
            let project = try? call.workspace.project(profile: profile),
            let runner = try? Runner(project: project, profile: profile, connection: connection),
            let losses = try? runner.typeLosses()
        else { return }
        for loss in losses { fact("type", loss.description) }
    }

    private mutating func attempt(_ name: String, found path: String, _ body: () throws -> Void) {
        guard FileManager.default.fileExists(atPath: path) else {
            bad(name, "ERROR not found", "there is no \(path)")
            return
        }
        do {
            try body()
            ok(name, "OK found and valid")
        } catch {
            bad(name, "ERROR invalid", String(describing: error))
        }
    }

    // MARK: Lines

    private mutating func fact(_ name: String, _ value: String) { lines.append(.fact(name, value)) }

    private mutating func ok(_ name: String, _ text: String) {
        lines.append(.check(name, ok: true, text))
    }

    private mutating func bad(_ name: String, _ text: String, _ reason: String) {
        lines.append(.check(name, ok: false, text))
        failures.append("\(name): \(reason)")
    }

    func print() {
        if call.invocation.wantsJSON { return call.console.print(json: json) }
        for line in lines { print(line) }
        call.console.print()
        if failures.isEmpty {
            call.console.print("\("All checks passed!", .green)")
            return
        }
        let count = failures.count
        call.console.print("\("\(counted(count, "check")) failed:", .red)")
        for failure in failures { call.console.print("\(failure)") }
    }

    private func print(_ line: Line) {
        if call.console.settings.isQuiet { return }
        switch line {
        case .heading(let text): call.console.print("\(text, .bold)")
        case .fact(let name, let value): call.console.print("  \(name): \(value)")
        case .check(let name, let isOK, let text):
            let colon = name == "Connection test" ? ":" : ""
            call.console.print("  \(name)\(colon) [\(text, isOK ? .green : .red)]")
        }
    }

    private var json: JSON {
        var checks: [JSON] = []
        var facts = JSON.Object()
        for line in lines {
            switch line {
            case .heading: break
            case .fact(let name, let value): facts[name] = .string(value)
            case .check(let name, let ok, let text):
                checks.append(["check": .string(name), "ok": .bool(ok), "answer": .string(text)])
            }
        }
        return [
            "ok": .bool(failures.isEmpty), "facts": .object(facts), "checks": .array(checks),
            "failures": .array(failures.map { .string($0) }),
        ]
    }
}
