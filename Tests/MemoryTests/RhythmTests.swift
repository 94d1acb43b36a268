import Foundation
import Testing

@testable import Memory

@Suite struct RhythmTests {
    private func next(_ schedule: String, after: String, zone: String = "UTC") throws -> String? {
        let zone = try #require(TimeZone(identifier: zone))
        let found = try #require(Schedule(schedule), "\(schedule)")
        return found.next(after: try Moment(stated: after), zone: zone)?.description
    }

    @Test(arguments: [
        ("continuous", "2026-03-04T10:00:30Z", "2026-03-04T10:01:30Z"),
        ("every 30 minutes", "2026-03-04T10:00:30Z", "2026-03-04T10:30:30Z"),
        ("every 2 hours", "2026-03-04T10:00:00Z", "2026-03-04T12:00:00Z"),
        ("hourly", "2026-03-04T10:00:00Z", "2026-03-04T11:00:00Z"),
        ("nightly", "2026-03-04T10:00:00Z", "2026-03-05T03:00:00Z"),
        ("nightly at 02:30", "2026-03-04T02:29:00Z", "2026-03-04T02:30:00Z"),
        ("every night at 23:00", "2026-03-04T10:00:00Z", "2026-03-04T23:00:00Z"),
        ("weekly", "2026-03-04T10:00:00Z", "2026-03-08T04:00:00Z"),
        ("weekly on Friday at 18:15", "2026-03-04T10:00:00Z", "2026-03-06T18:15:00Z"),
        ("15 3 * * 1-5", "2026-03-06T04:00:00Z", "2026-03-09T03:15:00Z"),
        ("*/20 8-9 * * *", "2026-03-06T09:40:00Z", "2026-03-07T08:00:00Z"),
        ("0 0 29 feb *", "2026-03-06T09:40:00Z", "2028-02-29T00:00:00Z"),
        ("0 12 1 * mon", "2026-03-03T00:00:00Z", "2026-03-09T12:00:00Z"),
        ("30 4 * * 7", "2026-03-04T00:00:00Z", "2026-03-08T04:30:00Z"),
    ])
    func aScheduleSaysWhenItIsDueNext(_ schedule: String, _ after: String, _ due: String) throws {
        #expect(try next(schedule, after: after) == due)
    }

    @Test func timesOfDayAreThoseOfTheZoneThroughSummerAndWinter() throws {
        let berlin = "Europe/Berlin"
        #expect(
            try next("nightly", after: "2026-01-10T10:00:00Z", zone: berlin)
                == "2026-01-11T02:00:00Z")
        #expect(
            try next("nightly", after: "2026-07-10T10:00:00Z", zone: berlin)
                == "2026-07-11T01:00:00Z")
        // 02:30 does not exist on 29 March 2026.
        let skipped = try next("nightly at 02:30", after: "2026-03-28T10:00:00Z", zone: berlin)
        #expect(["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"].contains(skipped))
    }

    @Test(arguments: [
        "", "sometimes", "every", "every 0 minutes", "nightly at", "nightly at 25:00",
        "weekly on Moonday",
        "60 * * * *", "* * * *", "* * * * * *", "5-1 * * * *", "*/0 * * * *", "hourly at noon",
    ])
    func whatIsNoScheduleIsRefused(_ text: String) { #expect(Schedule(text) == nil) }

    private func rhythm(_ parts: [(SleepStage?, String)]) throws -> SleepRhythm {
        SleepRhythm(
            parts: try parts.map { .init(stage: $0.0, schedule: try #require(Schedule($0.1))) },
            zone: .gmt)
    }

    private func entry(_ stage: String, at: String) throws -> SleepEntry {
        SleepEntry(
            number: 1, cycle: 1, state: .stands, asOf: try Moment(stated: at), stage: stage,
            newMemories: 1, writtenAt: try Moment(stated: at))
    }

    @Test func theDeepestOfWhatIsDueIsDoneAndCountsForTheRest() throws {
        let rhythm = try rhythm([(.working, "every 30 minutes"), (nil, "nightly")])
        let slept = try entry("all", at: "2026-03-04T03:00:00Z")
        var clock = SleepClock(rhythm, slept: [slept], now: slept.asOf)
        func at(_ text: String) throws -> Moment { try Moment(stated: text) }
        #expect(clock.due(at: try at("2026-03-04T03:20:00Z")) == nil)
        let light = try #require(clock.due(at: try at("2026-03-04T03:30:00Z")))
        #expect(light.stage == .working)
        clock.ended(light, .done, at: try at("2026-03-04T03:30:00Z"))
        #expect(clock.due(at: try at("2026-03-04T03:59:00Z")) == nil)
        let deep = try #require(clock.due(at: try at("2026-03-05T03:00:00Z")))
        #expect(deep.stage == nil)
        clock.ended(deep, .done, at: try at("2026-03-05T03:00:00Z"))
        #expect(clock.due(at: try at("2026-03-05T03:10:00Z")) == nil)
    }

    @Test func whatWasMissedIsMadeUpForOnce() throws {
        var rhythm = try rhythm([(nil, "nightly")])
        let slept = try entry("all", at: "2026-03-04T03:00:00Z")
        let now = try Moment(stated: "2026-03-09T10:00:00Z")
        var clock = SleepClock(rhythm, slept: [slept], now: now)
        let part = try #require(clock.due(at: now))
        clock.ended(part, .done, at: now)
        #expect(clock.due(at: now.adding(Moment.second)) == nil)
        #expect(clock.nextDue?.description == "2026-03-10T03:00:00Z")
        rhythm.catchesUp = false
        #expect(SleepClock(rhythm, slept: [slept], now: now).due(at: now) == nil)
        // A home that never slept is due.
        rhythm.catchesUp = true
        #expect(SleepClock(rhythm, slept: [], now: now).due(at: now) != nil)
        // A light sleep does not stand for a deep one.
        let light = try entry("working", at: "2026-03-09T09:59:00Z")
        #expect(SleepClock(rhythm, slept: [slept, light], now: now).due(at: now) != nil)
    }

    @Test func nothingBeginsInQuietHours() throws {
        var rhythm = try rhythm([(nil, "every 30 minutes")])
        rhythm.quietHours = SleepRhythm.QuietHours("22:00-06:30")
        let clock = SleepClock(rhythm, slept: [], now: try Moment(stated: "2026-03-04T12:00:00Z"))
        for (time, isDue) in [
            ("2026-03-04T21:59:00Z", true), ("2026-03-04T22:00:00Z", false),
            ("2026-03-05T06:29:00Z", false), ("2026-03-05T06:30:00Z", true),
        ] {
            #expect((clock.due(at: try Moment(stated: time)) != nil) == isDue, "\(time)")
        }
        for text in ["", "8-9", "08:00", "08:00-08:00", "25:00-26:00"] {
            #expect(SleepRhythm.QuietHours(text) == nil)
        }
    }

    @Test func afterAFailureTheNextTryWaitsEverLonger() throws {
        let rhythm = try rhythm([(nil, "continuous")])
        var now = try Moment(stated: "2026-03-04T12:00:00Z")
        var clock = SleepClock(rhythm, slept: [], now: now)
        for minutes: Int64 in [1, 2, 4, 8] {
            let part = try #require(clock.due(at: now))
            clock.ended(part, .failed, at: now)
            #expect(clock.due(at: now.adding((minutes * 60 - 1) * Moment.second)) == nil)
            now = now.adding(minutes * 60 * Moment.second)
        }
        #expect(SleepClock.pause(after: 100) == 6 * 3600 * Moment.second)
        // Somebody else sleeping is no failure.
        var other = SleepClock(rhythm, slept: [], now: now)
        let part = try #require(other.due(at: now))
        other.ended(part, .busy, at: now)
        #expect(other.failures == 0)
        #expect(other.due(at: now.adding(61 * Moment.second)) != nil)
    }
}
