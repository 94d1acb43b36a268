import Testing

@testable import HTTPServer

/// What the reader makes of a text; the fault is the last entry.
func read(_ text: String, limits: RequestLimits = RequestLimits(), pieces: Int = .max) -> [String] {
    var reader = RequestReader(limits: limits)
    var found: [String] = []
    var body = ""
    var rest = Array(text.utf8)[...]
    do throws(RequestFault) {
        repeat {
            reader.append(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
            while let event = try reader.next() {
                switch event {
                case .head(let head):
                    found.append("\(head.method) \(head.target) \(head.authority)")
                case .body(let bytes): body += String(decoding: bytes, as: UTF8.self)
                case .end:
                    found.append("body \(body)")
                    body = ""
                }
            }
        } while !rest.isEmpty
        if !reader.isBetweenRequests { found.append("more") }
    } catch {
        found.append("\(error.status) \(error.reason)")
    }
    return found
}

@Suite("Requests are read strictly")
struct RequestReaderTests {
    @Test(
        "what is well-formed is read, whatever the pieces it comes in",
        arguments: [
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / a", "body "]),
            ("\r\nGET /x?y=%20z HTTP/1.1\r\nhost:a:80 \r\n\r\n", ["GET /x?y=%20z a:80", "body "]),
            ("GET / HTTP/1.0\r\n\r\n", ["GET / ", "body "]),
            ("GET http://a.b/c?d HTTP/1.1\r\nHost: A.b\r\n\r\n", ["GET /c?d a.b", "body "]),
            ("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / a", "body "]),
            ("OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", ["OPTIONS * [::1]:80", "body "]),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\n"
                    + "Host: a\r\n\r\n",
                ["POST / a", "body abc", "GET /2 a", "body "]
            ),
            (
                "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                    + "3\r\nabc\r\n00A;x=\"y\"\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n",
                ["PUT / a", "body abc0123456789"]
            ),
            (
                "GET / HTTP/1.1\r\nHost: a\r\nX: \t\r\nY: caf\u{e9}\t.\r\n\r\n",
                ["GET / a", "body "]
            ),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab", ["POST / a", "more"]),
        ])
    func wellFormed(text: String, wanted: [String]) {
        for pieces in [Int.max, 1, 2, 3, 7] { #expect(read(text, pieces: pieces) == wanted) }
    }

    @Test(
        "what two readers could understand in two ways is refused",
        arguments: [
            (400, "GET / HTTP/1.1\nHost: a\n\n"),
            (400, "GET / HTTP/1.1\r\nHost: a\n\r\n"),
            (400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"),
            (400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"),
            (400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
            (400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
            (400, "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n"),
            (400, "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"),
            (400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
            (400, "GET / HTTP/1.1\r\n\r\n"),
            (400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
            (400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
            (400, "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n"),
            (400, "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
            (400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
            (400, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
            (400, "GET /\t HTTP/1.1\r\nHost: a\r\n\r\n"),
            (400, "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n"),
            (400, "GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n"),
            (400, "GET x HTTP/1.1\r\nHost: a\r\n\r\n"),
            (400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
            (400, "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"),
            (400, "GET /\r\nHost: a\r\n\r\n"),
            (400, "GET / http/1.1\r\nHost: a\r\n\r\n"),
            (400, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
            (505, "PRI * HTTP/2.0\r\n\r\n"), (505, "GET / HTTP/3.0\r\n\r\n"),
            (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
            (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx"),
            (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx"),
            (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx"),
            (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nx"),
            (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nx"),
            (413, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"),
            (
                400,
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            (
                400,
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            (501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
            (501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"),
            (400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            (417, "POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n"),
        ])
    func ambiguous(status: Int, text: String) {
        let whole = read(text)
        #expect(whole.last?.hasPrefix("\(status) ") == true, "\(whole)")
        #expect(read(text, pieces: 1) == whole)
    }

    @Test(
        "chunks that are not well-formed are refused",
        arguments: [
            "\r\n", "g\r\n", "-1\r\n", "+1\r\n", "0x1\r\nx\r\n", "1 \r\nx\r\n", " 1\r\nx\r\n",
            "1\nx\r\n", "1\r\nx", "1\r\nxy\r\n", "1\r\nx\n0\r\n\r\n", "1;\rx\r\nx\r\n0\r\n\r\n",
            "fffffffffffffffff\r\n", "0\r\n bad\r\n\r\n", "0\r\nX y\r\n\r\n",
        ])
    func chunks(body: String) {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let found = read(head + body)
        #expect(found.last?.hasPrefix("400 ") == true || found.last == "more", "\(found)")
        #expect(!found.contains { $0.hasPrefix("body") })
    }

    @Test("what is too large is refused, and what just fits is not")
    func limits() {
        var limits = RequestLimits()
        limits.lineBytes = 30
        limits.headerBytes = 60
        limits.headerCount = 3
        limits.bodyBytes = 10
        let line = "GET /" + String(repeating: "x", count: 16)
        let cases: [(String, String)] = [
            (line + " HTTP/1.1\r\nHost: a\r\n\r\n", "body "),
            (line + "x HTTP/1.1\r\nHost: a\r\n\r\n", "414"),
            (String(repeating: "G", count: 40), "414"),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 50), "431"),
            ("GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\nE: f\r\n\r\n", "431"),
            ("GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\n\r\n", "body "),
            (
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789",
                "body 0123456789"
            ),
            ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", "413"),
            (
                "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n"
                    + "5\r\n01234\r\n0\r\n\r\n", "413"
            ),
        ]
        for (text, wanted) in cases {
            for pieces in [Int.max, 1, 5] {
                let last = read(text, limits: limits, pieces: pieces).last ?? ""
                #expect(
                    wanted.hasPrefix("body") ? last == wanted : last.hasPrefix(wanted), "\(text)")
            }
        }
    }

    @Test("a body that is nearly all lines about chunks is refused")
    func overhead() {
        let chunk = "1;" + String(repeating: "e", count: 200) + "\r\nx\r\n"
        let text =
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + String(repeating: chunk, count: 1000) + "0\r\n\r\n"
        #expect(read(text).last?.hasPrefix("400 ") == true)
    }
}
