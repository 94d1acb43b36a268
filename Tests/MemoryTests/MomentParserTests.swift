import Foundation
import Testing

@testable import Memory

@Suite struct MomentParserTests {
    private func parser(_ zone: String = "GMT") throws -> MomentParser {
        MomentParser(
            now: try Moment(stated: "2026-05-13T12:00:00Z"),
            zone: try #require(TimeZone(identifier: zone)))
    }

    @Test(arguments: [
        ("2026-03-02", "2026-03-02T00:00:00Z"),
        ("2026/03/02", "2026-03-02T00:00:00Z"),
        (" 2026-03-02\n", "2026-03-02T00:00:00Z"),
        ("2026-03-02T09:05", "2026-03-02T09:05:00Z"),
        ("2026-03-02 09:05", "2026-03-02T09:05:00Z"),
        ("2026-03-02t09:05:07z", "2026-03-02T09:05:07Z"),
        ("2026-03-02T09:05:07.5Z", "2026-03-02T09:05:07.500000Z"),
        ("2026-03-02T09:05:07,25Z", "2026-03-02T09:05:07.250000Z"),
        ("2026-03-02T09:05:07.123456Z", "2026-03-02T09:05:07.123456Z"),
        ("2026-03-02T09:05:07.1234569Z", "2026-03-02T09:05:07.123456Z"),
        ("2026-03-02T09:05:00+01:00", "2026-03-02T08:05:00Z"),
        ("2026-03-02T09:05:00 +0100", "2026-03-02T08:05:00Z"),
        ("2026-03-02T09:05:00-05", "2026-03-02T14:05:00Z"),
        ("2026-03-02T09:05:00-05:30", "2026-03-02T14:35:00Z"),
        ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("1772442300", "2026-03-02T09:05:00Z"),
        ("1772442300.25", "2026-03-02T09:05:00.250000Z"),
        ("1772442300000", "2026-03-02T09:05:00Z"),
        ("999999999999", "2001-09-09T01:46:39.999000Z"),
        ("1772442300000001", "2026-03-02T09:05:00.000001Z"),
        ("now", "2026-05-13T12:00:00Z"), ("NOW", "2026-05-13T12:00:00Z"),
        ("today", "2026-05-13T00:00:00Z"), ("yesterday", "2026-05-12T00:00:00Z"),
        ("Tomorrow", "2026-05-14T00:00:00Z"),
        ("1 second ago", "2026-05-13T11:59:59Z"),
        ("5 minutes ago", "2026-05-13T11:55:00Z"),
        ("an hour ago", "2026-05-13T11:00:00Z"),
        ("3 days ago", "2026-05-10T12:00:00Z"),
        ("two weeks ago", "2026-04-29T12:00:00Z"),
        ("a month ago", "2026-04-13T12:00:00Z"),
        ("3 months ago", "2026-02-13T12:00:00Z"),
        ("2 years ago", "2024-05-13T12:00:00Z"),
        ("0 days ago", "2026-05-13T12:00:00Z"),
        ("8 May 2023", "2023-05-08T00:00:00Z"),
        ("May 8, 2023", "2023-05-08T00:00:00Z"),
        ("8th of May 2023", "2023-05-08T00:00:00Z"),
        ("1:56 pm on 8 May, 2023", "2023-05-08T13:56:00Z"),
        ("8 May 2023 1:56 pm", "2023-05-08T13:56:00Z"),
        ("12:05 am on 8 May, 2023", "2023-05-08T00:05:00Z"),
        ("12:05pm on 8 May, 2023", "2023-05-08T12:05:00Z"),
        ("Mon 8 May 2023 13:56", "2023-05-08T13:56:00Z"),
        ("Sept 3 2021 07:00", "2021-09-03T07:00:00Z"),
        ("FEBRUARY 29 2024", "2024-02-29T00:00:00Z"),
    ])
    func aTimeIsReadAsPeopleAndMachinesWriteIt(_ text: String, _ expected: String) throws {
        #expect(try parser().parse(text)?.description == expected)
    }

    @Test(arguments: [
        "", " ", "soon", "May", "May 2023", "8 May", "2026", "2026-3-2", "2026-02-30", "2026-13-01",
        "2026-00-10", "0000-01-01", "10000-01-01", "2026-03-02T", "2026-03-02T24:00",
        "2026-03-02T09:60", "2026-03-02T09:05:61", "2026-03-02T09:05:00.", "2026-03-02T09:05+24:00",
        "2026-03-02T09:05:00+01:99", "2026-03-02T09:05:00 Z Z", "2026-03-02x", "20260302",
        "12345678", "99999999999999999", "1e12", "0x7fffffffffff", "NaN", "inf",
        "1.2.3.4.5.6.7", ".........", "-1772442300", "-3 days ago", "3 days", "days ago",
        "a couple days ago", "99999999999999999999 days ago", "100001 days ago",
        "100000 years ago", "31 April 2026", "29 February 2023", "8 May May 2023", "8 9 May 2023",
        "13:00 pm 8 May 2023", "0:30 am 8 May 2023", "25:00 8 May 2023", "8 May 2023 pm",
        "8 May 99999999999999999999", "٨ مايو ٢٠٢٣", "２０２６-０３-０２", "2026-03-02\u{0}",
        "2026-03-02'; DROP TABLE memory; --", "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00", String(repeating: "9", count: 65),
        String(repeating: " ", count: 70) + "today",
    ])
    func whatIsNoTimeIsRefused(_ text: String) throws {
        #expect(try parser().parse(text) == nil)
    }

    /// Zone, local reading, the moment it is. Where clocks jump forward a reading between is
    /// counted with the offset before the change; where they fall back the first of the two counts.
    @Test(arguments: [
        ("Europe/Berlin", "2026-01-15 12:00", "2026-01-15T11:00:00Z"),
        ("Europe/Berlin", "2026-07-15 12:00", "2026-07-15T10:00:00Z"),
        ("Europe/Berlin", "2026-03-29 01:59", "2026-03-29T00:59:00Z"),
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30:00Z"),
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-10-25 01:59", "2026-10-24T23:59:00Z"),
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z"),
        ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25T02:00:00Z"),
        ("America/New_York", "2026-03-08 01:59", "2026-03-08T06:59:00Z"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08T07:30:00Z"),
        ("America/New_York", "2026-03-08 03:00", "2026-03-08T07:00:00Z"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z"),
        ("America/New_York", "2026-11-01 02:00", "2026-11-01T07:00:00Z"),
        ("Asia/Kolkata", "2026-03-02", "2026-03-01T18:30:00Z"),
        ("Pacific/Kiritimati", "2026-03-02", "2026-03-01T10:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z"),
        ("America/New_York", "yesterday", "2026-05-12T04:00:00Z"),
        ("Europe/Berlin", "a month ago", "2026-04-13T12:00:00Z"),
        ("Europe/Berlin", "3 months ago", "2026-02-13T13:00:00Z"),
        ("Europe/Berlin", "2026-03-02T09:05:00-05:00", "2026-03-02T14:05:00Z"),
        ("Europe/Berlin", "1772442300", "2026-03-02T09:05:00Z"),
    ])
    func aTimeWithoutAZoneIsThatOfTheGivenZone(_ zone: String, _ text: String, _ expected: String)
        throws
    {
        #expect(try parser(zone).parse(text)?.description == expected)
    }

    @Test func theLocalDateTurnsAtLocalMidnight() throws {
        let parser = try parser("America/New_York")
        #expect(
            parser.localDate(of: try Moment(stated: "2026-05-13T03:59:59Z")).description
                == "2026-05-12")
        #expect(
            parser.localDate(of: try Moment(stated: "2026-05-13T04:00:00Z")).description
                == "2026-05-13")
    }

    @Test func noTextMakesItCrash() throws {
        let parser = try parser("Europe/Berlin")
        let pieces = [
            "2026", "-", "05", "T", ":", "13", " ", "may", "ago", "days", "pm", "+", "1", "é",
            "\u{0}",
            "999999999", ".", "🦔", "of", "\r\n", "now",
        ]
        var random = SplitMix(state: 5)
        for _ in 0..<5000 {
            let count = Int.random(in: 1...7, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            if let moment = parser.parse(text) {
                #expect(moment >= .earliest && moment <= .latest)
            }
        }
    }

    @Test(
        "as a bound, a day, a month or a year counts as a whole",
        arguments: [
            ("2026-03-02", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"),
            ("2026-03-02T09:05", "2026-03-02T09:05:00Z", "2026-03-02T09:05:00Z"),
            ("yesterday", "2026-05-12T00:00:00Z", "2026-05-13T00:00:00Z"),
            ("2026-03", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"),
            ("2024/12", "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z"),
            ("March 2026", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"),
            ("2026 feb", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
            ("2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ])
    func bounds(text: String, start: String, end: String) throws {
        let parser = try parser()
        #expect(parser.start(text) == (try Moment(stated: start)))
        #expect(parser.end(text) == (try Moment(stated: end)))
    }

    @Test(
        "what is no month and no year is no bound",
        arguments: [
            "2026-13", "2026-00", "03-2026", "2026-3", "26-03", "march", "9999", "2026 2027", "",
        ])
    func noBounds(text: String) throws {
        let parser = try parser()
        #expect(parser.start(text) == nil)
        #expect(parser.end(text) == nil)
    }
}
