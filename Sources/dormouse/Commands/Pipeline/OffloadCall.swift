import Arguments
import DuckDB
import Foundation
import Governor
import Memory
import Pipeline

/// What the process that computes one node's query has to know of the run, in the folder of the
/// exchange: on its command line everybody would see it.
struct OffloadCall: Codable {
    var projectDirectory: String
    var profilesDirectory: String
    var profile: String?
    var target: String?
    var variables: String?
    /// Whether the limits that the target names hold.
    var keepsLimits: Bool

    private static let file = "call.json"
    private static let failureFile = "failure.txt"

    func write(into folder: URL) throws {
        try JSONEncoder().encode(self).write(to: folder.appending(path: Self.file))
    }

    static func read(_ folder: URL) throws -> OffloadCall {
        guard let data = FileManager.default.contents(atPath: folder.appending(path: file).path),
            let call = try? JSONDecoder().decode(OffloadCall.self, from: data)
        else { throw PipelineError(.file, "there is nothing to compute in the folder") }
        return call
    }

    /// Why there is no result.
    static func note(_ failure: String, in folder: URL) {
        let file = folder.appending(path: failureFile)
        try? failure.write(to: file, atomically: true, encoding: .utf8)
    }

    static func failure(in folder: URL) -> String? {
        try? String(contentsOf: folder.appending(path: failureFile), encoding: .utf8)
    }
}

extension PipelineCall {
    /// DuckDB's limit in a process of its own. One that the profile names is stronger than what the
    /// template would give it.
    private func processMemory(_ limits: GovernorLimits) throws -> ByteCount {
        if case .template = limits.processMemory.origin,
            let own = try workspace.profile().memoryLimit
        {
            return own
        }
        return limits.processMemory.value
    }

    /// What the Python of models may take; what takes more is ended.
    func limitPython(_ options: inout RunOptions) throws {
        let most = try processMemory(try invocation.governorLimits())
        options.pythonMemoryLimit = most
        let limit = IsolatedProcess.mostResident(at: most)
        options.objection = { process in
            let resident = IsolatedProcess.resident(process)
            guard resident > limit else { return nil }
            return IsolatedProcess.Failure.tooLarge(resident: resident, limit: limit).description
        }
    }

    /// Where a node may be computed for which there is no memory in this process.
    func offloadPlaces(
        _ ladder: [FallbackStep], otherTarget: String?, watch: WorkWatch?, stop: RunStop
    ) throws -> [OffloadPlace] {
        let limits = try invocation.governorLimits()
        let most = try processMemory(limits)
        return ladder.compactMap { step in
            switch step {
            case .degraded, .partition: nil
            case .ownProcess: place("in a process of its own", limits, most: most, watch, stop)
            case .otherTarget:
                otherTarget.map { place(target: $0, limits, watch, stop) }
            }
        }
    }

    private func place(
        target: String, _ limits: GovernorLimits, _ watch: WorkWatch?, _ stop: RunStop
    ) -> OffloadPlace {
        var other = workspace
        other.target = target
        let profile = Swift.Result { try other.profile() }
        let named = try? profile.get()
        return place(
            "on the target '\(target)'", limits, most: named?.memoryLimit ?? limits.memory.value,
            target: target, isServer: named?.isServer ?? false, watch, stop
        ) { _ = try profile.get() }
    }

    private func place(
        _ name: String, _ limits: GovernorLimits, most: ByteCount, target: String? = nil,
        isServer: Bool = false, _ watch: WorkWatch?, _ stop: RunStop,
        check: @escaping @Sendable () throws -> Void = {}
    ) -> OffloadPlace {
        let call = OffloadCall(
            projectDirectory: workspace.projectDirectory.path,
            profilesDirectory: workspace.profilesDirectory.path, profile: workspace.profileName,
            target: target ?? workspace.target, variables: command.string("vars"),
            keepsLimits: target != nil)
        var environment = invocation.environment
        environment["DORMOUSE_HOME"] = invocation.home.directory.path
        if let file = command.string("config") { environment["DORMOUSE_CONFIG"] = file }
        let surroundings = environment
        return OffloadPlace(
            name: name, isServer: isServer, folder: limits.temporaryDirectory.value,
            tell: { watch?.note("\($0) \(name)", because: "out of memory") },
            compute: { folder, connection, isOver in
                try check()
                try call.write(into: folder)
                try? Relief.emptyCaches(connection)
                // Not more than there is now.
                let limit =
                    target == nil
                    ? min(most, max(LimitRequest.leastMemory, MachineUsage.free)) : most
                var environment = surroundings
                if target == nil {
                    environment["DORMOUSE_MEMORY_LIMIT"] = "\(limit.bytes >> 20)MiB"
                }
                let child = IsolatedProcess(
                    program: Installation.program, arguments: ["pipeline", "offload", folder.path],
                    environment: environment, patience: .seconds(60),
                    mostResident: IsolatedProcess.mostResident(at: limit),
                    isStopped: { stop.isRequested || isOver() })
                switch try child.run() {
                case .success(0): return
                case .success:
                    throw PipelineError(
                        .database, OffloadCall.failure(in: folder) ?? "its process failed")
                case .failure(let failure):
                    // What a process spilled that was killed goes at once.
                    _ = SpillDirectory.clean(limits.temporaryDirectory.value)
                    if failure.reason == .stopped {
                        throw PipelineError(.interrupted, "the run was stopped")
                    }
                    throw PipelineError(.database, failure.reason.description)
                }
            })
    }
}
