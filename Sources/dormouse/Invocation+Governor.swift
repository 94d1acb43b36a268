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

    /// Where work spills: in the home where there is one, else where the machine keeps what is
    /// temporary.
    private var spillDirectory: String {
        home.exists
            ? home.spillDirectory.path
            : FileManager.default.temporaryDirectory.appending(path: "dormouse-spill").path
    }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func governorSettings() throws -> (template: String?, request: LimitRequest) {
        var section = try settings().section("governor")
        let template = try section.string("template")
        var request = LimitRequest()
        request.memory = try section.bytes("memory_limit").map { .bytes(Int64($0)) }
        request.threads = try section.int("threads")
        request.temporaryDirectory = try section.folder("temp_directory")?.path
        request.maxTemporarySize = try section.bytes("max_temp_directory_size")
            .map { .bytes(Int64($0)) }
        request.checkpointThreshold = try section.bytes("checkpoint_threshold")
            .map { .bytes(Int64($0)) }
        request.statements = try section.int("statements")
        request.statementTime = try section.duration("statement_timeout")
        try section.finish()
        return (template, request)
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
        add("DORMOUSE_THREADS", \.threads, try number("DORMOUSE_THREADS"))
        add("DORMOUSE_TEMP", \.temporaryDirectory, variable("DORMOUSE_TEMP"))
        add("DORMOUSE_MAX_TEMP", \.maxTemporarySize, try bytes("DORMOUSE_MAX_TEMP"))
        add(
            "DORMOUSE_CHECKPOINT_THRESHOLD", \.checkpointThreshold,
            try bytes("DORMOUSE_CHECKPOINT_THRESHOLD"))
        add("DORMOUSE_STATEMENTS", \.statements, try number("DORMOUSE_STATEMENTS"))
        let seconds = try number("DORMOUSE_STATEMENT_TIMEOUT")
        add("DORMOUSE_STATEMENT_TIMEOUT", \.statementTime, seconds.map { .seconds($0) })
        return requests
    }
}
