import Foundation
import JSON
import Testing

@Test func keysBecomeSnakeCaseInTheOrderOfTheType() throws {
    struct Memory: Encodable {
        var memoryID = UUID(uuidString: "0190A5B4-0000-7000-8000-0000000000AB")
        var occurredAt = Date(timeIntervalSince1970: 1_795_234_121.107)
        var httpURLPath = URL(string: "https://x.invalid/a/b")
        var p95Latency = Duration.milliseconds(1500)
        var plain = ""
        var missing: String?
        var score: Float = 0.1
        var ratio = Double.nan
        var metadata = ["someKey": 1, "aKey": 2]
        var tags: Set<String> = ["b", "a"]
        var huge = UInt64.max
        var raw: JSON = ["keptAsIs": [nil]]
        var data = Data([1, 2, 3])
    }
    #expect(
        try JSON(encoding: Memory()).text() == """
            {"memory_id":"0190a5b4-0000-7000-8000-0000000000ab",\
            "occurred_at":"2026-11-21T04:08:41.107000Z","http_url_path":"https://x.invalid/a/b",\
            "p95_latency":1.5,"plain":"","missing":null,"score":0.1,"ratio":null,\
            "metadata":{"aKey":2,"someKey":1},"tags":["a","b"],"huge":18446744073709551615,\
            "raw":{"keptAsIs":[null]},"data":"AQID"}
            """)
}

@Test func arraysEnumerationsAndNestedContainersAreEncoded() throws {
    enum Kind: String, Encodable { case episode }
    struct Nested: Encodable {
        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(1)
            var inner = list.nestedContainer(keyedBy: Keys.self)
            try inner.encode("x", forKey: .innerKey)
            try list.encodeNil()
        }
        enum Keys: CodingKey { case innerKey }
    }
    struct Empty: Encodable {}
    #expect(try JSON(encoding: [Kind.episode]).text() == #"["episode"]"#)
    #expect(try JSON(encoding: Nested()).text() == #"[1,{"inner_key":"x"},null]"#)
    #expect(try JSON(encoding: Empty()) == [:])
    #expect(try JSON(encoding: [Int]()) == [])
    #expect(try JSON(encoding: 5) == 5)
    #expect(try JSON(encoding: [Date(timeIntervalSince1970: 0)]) == ["1970-01-01T00:00:00.000000Z"])
}

@Test func jsonGoesThroughFoundationsEncoderToo() throws {
    let value: JSON = ["a": [1, "x", nil, 2.5, true]]
    let data = try JSONEncoder().encode(value)
    #expect(try JSON.parse(data) == value)
}

@Test(
    arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
        (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
        (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
    ] as [(Int64, String)])
func timestampsAreISO8601(microseconds: Int64, expected: String) {
    #expect(timestamp(microsecondsSince1970: microseconds) == expected)
}
