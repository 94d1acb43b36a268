import Arguments
import Foundation
import Memory

/// `sleep --watch`: sleeps by the rhythm of `dormouse.yml` until it is interrupted.
///
/// Between two sleeps nothing is held: others use the home, and a server that holds it does the
/// sleeping.
struct SleepWatch {
    let invocation: Invocation

    /// How often the clock is looked at.
    private static let period: UInt32 = 1

    func run() throws -> Int32 {
        let rhythm =
            try RhythmSettings(try invocation.settings(), zone: invocation.zone).rhythm
            ?? RhythmSettings.nightly(zone: invocation.zone)
        let entries = invocation.hasStore ? try invocation.engine().sleepEntries() : []
        var clock = SleepClock(rhythm, slept: entries, now: Invocation.now())
        let parts = rhythm.parts.map { "\($0.stage?.rawValue ?? "all"): \($0.schedule)" }
        invocation.console.note("sleeping \(parts.joined(separator: "; "))")
        let times = invocation.command.integer("times") ?? .max
        var done = 0
        while done < times {
            guard let part = clock.due(at: Invocation.now()) else {
                Foundation.sleep(Self.period)
                continue
            }
            clock.ended(part, try sleep(part), at: Invocation.now())
            done += 1
        }
        return 0
    }

    private func sleep(_ part: SleepRhythm.Part) throws -> SleepClock.Outcome {
        var arguments = ["sleep", "--home", invocation.home.directory.path]
        if let stage = part.stage { arguments += ["--stage", stage.rawValue] }
        if let config = invocation.command.string("config") { arguments += ["--config", config] }
        for flag in ["json", "quiet", "no-model", "verbose"] where invocation.command.flag(flag) {
            arguments.append("--\(flag)")
        }
        let time = SleepEntryText.time(Invocation.now())
        invocation.console.note("\(time): sleeping (\(part.stage?.rawValue ?? "all stages"))")
        if let lock = HomeLock.holder(of: invocation.home.sleepLockPath) {
            invocation.console.note("\(lock) sleeps already; trying again in a minute")
            return .busy
        }
        return Dormouse.run(arguments, environment: invocation.environment) == 0 ? .done : .failed
    }
}
