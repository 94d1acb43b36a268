import Testing

@testable import HTTPServer

@Suite("How answers are written")
struct WritingTests {
    @Test(
        "the time is written as headers have it",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        ])
    func date(seconds: Int, wanted: String) {
        #expect(HTTPDate.text(secondsSince1970: seconds) == wanted)
    }

    @Test("204 and 304 have no body and no length")
    func noBody() {
        for status in [204, 304] {
            let head = ResponseHead(
                status: status, fields: [:], length: 5, to: nil, keepsAlive: true, date: "")
            #expect(head.framing == .none)
            #expect(!String(decoding: head.bytes, as: UTF8.self).contains("content-length"))
        }
    }

    @Test("an event's lines stay its own")
    func events() {
        #expect(
            ServerSentEvent("a\nb", id: "1\r2", data: "x\r\ny\rz").text
                == "event: ab\nid: 12\ndata: x\ndata: y\ndata: z\n\n")
        #expect(ServerSentEvent(data: "").text == "data: \n\n")
    }

    @Test("a pace is judged over windows of time that are not paused")
    func pace() {
        var pace = Pace(bytesPerSecond: 100, window: .seconds(10))
        let start = ContinuousClock.now
        func isTooSlow(after seconds: Int) -> Bool { pace.isTooSlow(at: start + .seconds(seconds)) }
        #expect(!isTooSlow(after: 0))
        pace.moved(1000)
        #expect(!isTooSlow(after: 10))
        pace.moved(999)
        #expect(!isTooSlow(after: 19))
        pace.pause()
        #expect(!isTooSlow(after: 20))
        #expect(!isTooSlow(after: 29))
        #expect(isTooSlow(after: 30))
    }
}
