import Testing

@testable import HTTPServer

/// SplitMix64: the same cases in each run.
struct SeededBytes: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("The reader of requests under chance")
struct RequestReaderFuzzTests {
    static let fragments = [
        "GET / HTTP/1.1\r\n", "POST /a HTTP/1.1\r\n", "Host: a\r\n", "\r\n", "\n", "\r", " ", ":",
        "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n", "5\r\nhello\r\n", "0\r\n\r\n", "hello", "\0", "\u{ff}", ";x",
        "ffffffffffffff\r\n", "HTTP/1.0", "\t", "0",
    ]

    @Test("what it finds does not depend on how the bytes are cut, and it never crashes")
    func cutting() {
        var random = SeededBytes(state: 14)
        for _ in 0..<3000 {
            var text = Bool.random(using: &random) ? "POST / HTTP/1.1\r\nHost: a\r\n" : ""
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                text += Self.fragments.randomElement(using: &random) ?? ""
            }
            let whole = read(text)
            #expect(read(text, pieces: 1) == whole, "\(text.debugDescription)")
            #expect(
                read(text, pieces: Int.random(in: 2...9, using: &random)) == whole,
                "\(text.debugDescription)")
        }
    }

    @Test("one byte changed in a good request never makes two requests of it")
    func smuggling() {
        var random = SeededBytes(state: 15)
        let good = Array(
            ("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1c\r\nGET /smuggled HTTP/1.1\r\nX: y\r\n0\r\n\r\n").utf8)
        for _ in 0..<4000 {
            var bytes = good
            let at = Int.random(in: 0..<bytes.count, using: &random)
            bytes[at] = UInt8.random(in: 0...127, using: &random)
            let found = read(String(decoding: bytes, as: UTF8.self))
            #expect(found.count { $0.contains("/smuggled") && $0.hasPrefix("GET") } == 0)
        }
    }
}
