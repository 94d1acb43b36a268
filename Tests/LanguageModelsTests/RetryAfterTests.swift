import Foundation
import Testing

@testable import LanguageModels

struct RetryAfterTests {
    static let now = Date(timeIntervalSince1970: 784_111_777)  // Sun, 06 Nov 1994 08:49:37 GMT

    @Test(arguments: [
        ("3", 3.0), ("0.25", 0.25), ("0", 0), ("86400", 3600),
        ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Mon, 07 Nov 1994 08:49:37 GMT", 3600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600), ("999999999999", 3600), ("1e300", 3600),
        ("Sun Nov  6 08:49:47 1994", 10), ("Mon Nov 14 08:49:47 1994", 3600),
        ("Wednesday, 30-Nov-33 00:00:00 GMT", 3600),
    ])
    func secondsAndDatesAreRead(_ text: String, _ seconds: Double) {
        let read = RetryAfter(text, serverTime: nil, now: Self.now)
        #expect(read?.delay == .milliseconds(Int(seconds * 1000)))
    }

    @Test(arguments: ["", "soon", "-1", "nan", "06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT"])
    func anythingElseIsNone(_ text: String) {
        #expect(RetryAfter(text, serverTime: nil, now: Self.now) == nil)
    }

    @Test func aDateIsHeldAgainstTheServersClock() {
        let read = RetryAfter(
            "Sun, 06 Nov 1994 08:50:00 GMT", serverTime: "Sun, 06 Nov 1994 08:49:55 GMT",
            now: Self.now)
        #expect(read?.delay == .seconds(5))
    }
}
