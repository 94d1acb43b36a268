import JSON
import Testing

@Test func compactTextHasNoSpaces() {
    let value: JSON = ["b": 1, "a": [true, nil, 2.5, "x/y"], "e": [:], "f": []]
    #expect(value.text() == #"{"b":1,"a":[true,null,2.5,"x/y"],"e":{},"f":[]}"#)
    #expect("\(value)" == value.text())
}

@Test func prettyTextHasALineForEachElement() {
    let value: JSON = ["b": 1, "a": [true, [2]], "e": [:], "f": []]
    #expect(
        value.text(.pretty) == """
            {
              "b": 1,
              "a": [
                true,
                [
                  2
                ]
              ],
              "e": {},
              "f": []
            }
            """)
}

@Test func whatATerminalMightObeyIsEscaped() {
    #expect(
        JSON.string("\u{1B}[2J\u{9B}\u{7F}\0\"\\\n é\u{A0}😀").text()
            == #""\u001b[2J\u009b\u007f\u0000\"\\\n é"# + "\u{A0}😀\"")
}

@Test func numbersThatAreNotFiniteBecomeNull() {
    #expect(
        JSON.array([.double(.nan), .double(.infinity), .double(1e21)]).text() == "[null,null,1e+21]"
    )
}

@Test func aFalseBigNumberCannotSlipIntoTheText() {
    #expect(JSON.array([.bigNumber("1,2"), .bigNumber("1e999")]).text() == #"["1,2",1e999]"#)
}

@Test func objectsAddReplaceAndRemove() {
    var object: JSON.Object = ["a": 1, "b": 2]
    object["a"] = 3
    object["c"] = 4
    object["b"] = nil
    #expect(object == ["a": 3, "c": 4])
    for i in 0..<50 { object["k\(i)"] = .int(i) }
    object["k3"] = nil
    #expect(object.count == 51 && object["k3"] == nil && object["k49"] == 49 && object["a"] == 3)
}

@Test func valuesAreLookedUpWithoutSurprise() {
    let value: JSON = ["list": [1, 2.0, "x"], "big": .bigNumber("1e999")]
    #expect(value["list"]?[1]?.int == 2)
    #expect(value["list"]?[3] == nil && value["list"]?[-1] == nil && value["none"] == nil)
    #expect(value["list"]?[0]?.double == 1 && value["big"]?.double == nil)
    #expect(value["list"]?[2]?.string == "x" && value["list"]?.kindName == "an array")
}

@Test func whatIsWrittenIsReadBackTheSame() throws {
    var random = SplitMix(state: 42)
    for _ in 0..<3000 {
        let value = random.value(depth: 4)
        #expect(try JSON.parse(value.text()) == value)
        #expect(try JSON.parse(value.bytes(.pretty)) == value)
    }
}

@Test func changedBytesNeverCrashTheParser() {
    var random = SplitMix(state: 7)
    for _ in 0..<3000 {
        var bytes = random.value(depth: 3).bytes()
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = random.byte()
        }
        // What is still understood must be written and read again as the same value.
        if let value = try? JSON.parse(bytes) {
            #expect((try? JSON.parse(value.text())) == value)
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func byte() -> UInt8 { UInt8.random(in: 0...255, using: &self) }

    mutating func text() -> String {
        let letters: [String] = [
            "a", "Z", "9", "\"", "\\", "/", "\n", "\u{1B}", "é", "€", "😀", "\0",
        ]
        return (0..<Int.random(in: 0...20, using: &self)).map { _ in
            letters.randomElement(using: &self) ?? ""
        }.joined()
    }

    mutating func value(depth: Int) -> JSON {
        switch Int.random(in: 0...(depth > 0 ? 8 : 5), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .int(Int(truncatingIfNeeded: next()) >> Int.random(in: 0...63, using: &self))
        case 3:
            let number = Double(bitPattern: next())
            return .double(number.isFinite ? number : 0.5)
        case 4: return .string(text())
        case 5: return .bigNumber("\(UInt64.max - next() / 4)")
        case 6, 7:
            let pairs = (0..<Int.random(in: 0...20, using: &self)).map { _ in
                (text(), value(depth: depth - 1))
            }
            return .object(JSON.Object(pairs))
        default:
            return .array(
                (0..<Int.random(in: 0...5, using: &self)).map { _ in value(depth: depth - 1) })
        }
    }
}
