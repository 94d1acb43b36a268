import JSON
import Testing

@Suite("Keys that are there twice")
struct DuplicateKeyTests {
    @Test(
        "the last value counts, unless such objects are refused, at any depth",
        arguments: [
            (#"{"a":1,"a":2}"#, 7), (#"[{"b":{"c":1,"d":2,"c":3}}]"#, 19),
            (#"{"\u0061":1,"a":2}"#, 12),
        ])
    func refused(text: String, offset: Int) throws {
        #expect(throws: Never.self) { try JSON.parse(text) }
        let error = #expect(throws: JSON.ParseError.self) {
            try JSON.parse(text, refusesDuplicateKeys: true)
        }
        #expect(error?.code == .duplicateKey)
        #expect(error?.offset == offset)
    }

    @Test("keys that differ in their bytes, and the same key in two objects, are taken")
    func taken() throws {
        let text = #"{"e\u0301":1,"\u00e9":2,"x":[{"a":1},{"a":2}]}"#
        #expect(try JSON.parse(text, refusesDuplicateKeys: true)["x"]?.array?.count == 2)
        let many = "{" + (0..<100).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
        #expect(try JSON.parse(many, refusesDuplicateKeys: true).object?.count == 100)
    }
}
