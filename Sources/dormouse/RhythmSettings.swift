import Foundation
import Memory
import Settings

/// The section `rhythm` of `dormouse.yml`: when to sleep.
struct RhythmSettings {
    /// Nil where nothing is said, or it is switched off.
    let rhythm: SleepRhythm?

    /// The names of the parts, and how deep each sleeps.
    private static let parts: [(name: String, stage: SleepStage?)] = [
        ("working", .working), ("short_term", .shortTerm), ("consolidation", .consolidation),
        ("deep", nil),
    ]

    init(_ file: SettingsFile, zone: TimeZone) throws {
        var section = try file.section("rhythm")
        var parts: [SleepRhythm.Part] = []
        for (name, stage) in Self.parts {
            guard let text = try section.string(name), !Self.isOff(text) else { continue }
            guard let schedule = Schedule(text) else {
                throw MemoryError(
                    .invalidInput,
                    "rhythm: \(name): '\(text)' is no schedule; accepted are \(Schedule.accepted)")
            }
            parts.append(.init(stage: stage, schedule: schedule))
        }
        var rhythm = SleepRhythm(parts: parts, zone: zone)
        if let text = try section.string("quiet_hours") {
            guard let quiet = SleepRhythm.QuietHours(text) else {
                throw MemoryError(
                    .invalidInput,
                    "rhythm: quiet_hours: '\(text)' is no part of a day; write 08:00-18:00")
            }
            rhythm.quietHours = quiet
        }
        rhythm.catchesUp = try section.bool("catch_up") ?? true
        try section.finish()
        self.rhythm = parts.isEmpty ? nil : rhythm
    }

    private static func isOff(_ text: String) -> Bool {
        ["off", "false", "no", "never"].contains(text.lowercased())
    }

    /// What `sleep --watch` goes by where nothing is said.
    static func nightly(zone: TimeZone) -> SleepRhythm {
        let parts = Schedule("nightly").map { [SleepRhythm.Part(stage: nil, schedule: $0)] }
        return SleepRhythm(parts: parts ?? [], zone: zone)
    }
}
