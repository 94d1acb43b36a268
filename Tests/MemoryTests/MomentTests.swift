import Foundation
import Testing

@testable import Memory

@Suite struct MomentTests {
    @Test(arguments: [
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("1582-10-15T00:00:00Z", -12_219_292_800_000_000),
        ("1969-12-31T23:59:59.999999Z", -1), ("1970-01-01T00:00:00Z", 0),
        ("2000-02-29T12:00:00Z", 951_825_600_000_000),
        ("2026-03-02T09:05:00.000001Z", 1_772_442_300_000_001),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ])
    func aTimeIsWrittenAndReadBackToTheMicrosecond(_ text: String, _ microseconds: Int64) throws {
        let moment = Moment(microseconds: microseconds)
        #expect(moment.description == text)
        #expect(try Moment(stated: text) == moment)
    }

    @Test func everyMicrosecondSurvivesBeingWritten() throws {
        var random = SplitMix(state: 1)
        for _ in 0..<2000 {
            let moment = Moment(
                microseconds: .random(
                    in: Moment.earliest.microseconds...Moment.latest.microseconds, using: &random))
            #expect(try Moment(stated: moment.description) == moment)
        }
    }

    @Test func aMomentIsItsDateAndItsTimeOfDay() {
        var random = SplitMix(state: 2)
        for _ in 0..<2000 {
            let moment = Moment(
                microseconds: .random(
                    in: Moment.earliest.microseconds...Moment.latest.microseconds, using: &random))
            #expect((0..<Moment.day).contains(moment.timeOfDay))
            #expect(Moment(moment.date).adding(moment.timeOfDay) == moment)
        }
    }

    @Test func timesHaveTheOrderOfTheirText() {
        var random = SplitMix(state: 3)
        let moments = (0..<500).map { _ in
            Moment(microseconds: .random(in: 0...253_402_300_799, using: &random) * Moment.second)
        }
        #expect(moments.sorted().map(\.description) == moments.map(\.description).sorted())
    }
}

@Suite struct CivilDateTests {
    @Test func datesAgreeWithFoundationsCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var random = SplitMix(state: 4)
        // Foundation's calendar is Julian before 1582; ours is not, as ISO 8601 wants.
        for _ in 0..<2000 {
            let days = Int.random(in: -141_427...2_932_896, using: &random)
            let date = CivilDate(daysSince1970: days)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday],
                from: Date(timeIntervalSince1970: Double(days) * 86_400))
            #expect(
                date
                    == CivilDate(
                        year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0))
            // Foundation counts from Sunday, 1.
            #expect(date.weekday == ((parts.weekday ?? 0) + 5) % 7 + 1)
            #expect(date.daysSince1970 == days)
        }
    }

    @Test func monthsFollowEachOtherWithoutAGapFromYear1To9999() {
        var days = CivilDate(year: 1, month: 1, day: 1).daysSince1970
        #expect(days == -719_162)
        for year in 1...9999 {
            for month in 1...12 {
                let first = CivilDate(year: year, month: month, day: 1)
                guard first.daysSince1970 == days, CivilDate(daysSince1970: days) == first,
                    let length = CivilDate.days(inMonth: month, of: year)
                else {
                    Issue.record("\(first) is not day \(days)")
                    return
                }
                days += length
            }
        }
        #expect(days == 2_932_897)
    }

    @Test(arguments: [
        ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"),
        ("2024-03-31", -1, "2024-02-29"), ("2026-01-15", -1, "2025-12-15"),
        ("2026-12-31", 2, "2027-02-28"), ("2026-05-13", -12, "2025-05-13"),
        ("2026-05-13", 0, "2026-05-13"), ("1900-01-31", 1, "1900-02-28"),
    ])
    func aMonthLaterIsTheSameDayOrTheMonthsLast(_ from: String, _ months: Int, _ to: String) throws
    {
        #expect(try Moment(stated: from).date.adding(months: months).description == to)
    }

    @Test(arguments: [
        (2023, 2, 29), (2026, 4, 31), (1900, 2, 29), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0),
        (0, 1, 1), (10_000, 1, 1), (2026, 1, 32),
    ])
    func aDateTheCalendarDoesNotHaveIsInvalid(_ year: Int, _ month: Int, _ day: Int) {
        #expect(!CivilDate(year: year, month: month, day: day).isValid)
    }
}
