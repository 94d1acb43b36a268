import Testing
import YAML

@Test func aMappingKeepsItsOrder() throws {
    #expect(try YAML.parse("b: 1\na: 2").mapping().names == ["b", "a"])
}

@Test func nodesKnowWhereTheyStand() throws {
    let node = try YAML.parse("models:\n  - name: a\n    é: [1,  two]\n", file: "m.yml")
    let column = try #require(node["models"]?[0]?["é"])
    #expect(column.line == 3)
    #expect(column.column == 8)
    #expect(column[1]?.column == 13)
    let error = #expect(throws: YAMLError.self) { try column[1]?.mapping() }
    #expect(error?.description == "m.yml:3:13: expected a mapping here, found a string")
    let missing = #expect(throws: YAMLError.self) { try node["models"]?[0]?.required("tests") }
    #expect(missing?.description == "m.yml:2:5: the key 'tests' is missing here")
}

@Test func accessorsTakeWhatFitsAndRefuseTheRest() throws {
    let node = try YAML.parse("{i: 1, d: 1.5, s: x, b: yes, l: [a, b], n: ~}")
    #expect(try node.required("i").int() == 1)
    #expect(try node.required("i").double() == 1)
    #expect(try node.required("b").bool())
    #expect(try node.required("l").strings() == ["a", "b"])
    #expect(try node.required("s").strings() == ["x"])
    #expect(node["n"]?.isNull == true)
    #expect(throws: YAMLError.self) { try node.required("d").int() }
    #expect(throws: YAMLError.self) { try node.required("i").string() }
    #expect(throws: YAMLError.self) { try node.required("i").bool() }
    #expect(throws: YAMLError.self) { try node.required("l").string() }
}

@Test func theLastOfDuplicateKeysWinsAndTheyAreTold() throws {
    let mapping = try YAML.parse("a: 1\nb: 2\na: 3").mapping()
    #expect(mapping["a"]?.value == .int(3))
    #expect(mapping.names == ["a", "b"])
    #expect(mapping.duplicates.map(\.line) == [3])
}

@Test func mergedMappingsGiveWayToOwnEntries() throws {
    let node = try YAML.parse(
        """
        base: &base {a: 1, b: 2}
        more: &more {b: 3, c: 4}
        one: {<<: *base, b: 5}
        two: {<<: [*base, *more], d: 6}
        text: {"<<": 1}
        """)
    #expect(node["one"] == YAML.Node(.mapping(["a": 1, "b": 5])))
    #expect(node["two"] == YAML.Node(.mapping(["a": 1, "b": 2, "c": 4, "d": 6])))
    #expect(node["text"]?["<<"]?.value == .int(1))
}

@Test func anchorsStandForTheirNodes() throws {
    let node = try YAML.parse("a: &x [1, {k: v}]\nb: *x\nc: &x 5\nd: *x")
    #expect(node["b"] == node["a"])
    #expect(node["d"]?.value == .int(5))
}

@Test func blockScalarsKeepOrFoldTheirLines() throws {
    let node = try YAML.parse(
        "a: |\n  one\n   two\n\nb: >-\n  one\n  two\n\n  three\nc: |+\n  x\n\n")
    #expect(try node.required("a").string() == "one\n two\n")
    #expect(try node.required("b").string() == "one two\nthree")
    #expect(try node.required("c").string() == "x\n\n")
}

@Test func anEmptyTextIsNull() throws {
    for text in ["", "# only a comment", "---", "\n\n"] {
        #expect(try YAML.parse(text).isNull)
    }
    #expect(try YAML.parseAll("").isEmpty)
    #expect(try YAML.parseAll("--- 1\n--- 2\n...").map(\.value) == [.int(1), .int(2)])
}

@Suite struct HostileYAML {
    @Test func nestedAliasesCannotGrowWithoutEnd() {
        var text = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n"
        for level in 1..<12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(code(text) == .limit)
        var merges = "a0: &a0 {k0: 1}\n"
        for level in 1..<2000 {
            merges += "a\(level): &a\(level) {<<: *a\(level - 1), k\(level): 1}\n"
        }
        #expect(code(merges) == .limit)
    }

    @Test func deepNestingIsRefused() {
        #expect(code(String(repeating: "[", count: 100_000)) == .limit)
        #expect(code(String(repeating: "{a: ", count: 100_000)) == .limit)
        #expect(code(String(repeating: "- ", count: 100_000)) == .limit)
        #expect(
            code(String(repeating: "[", count: 150) + String(repeating: "]", count: 150)) == nil)
    }

    @Test func strangeBytesNeverCrash() {
        var state: UInt64 = 42
        let pieces = [
            "a", ":", " ", "\n", "-", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">", "'", "\"",
            "#",
            "?", "%", "@", "\t", "\u{0}", "é", "\u{85}", "<<", "1", "0x", "---", "...", "\\", "~",
        ]
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            if let node = try? YAML.parse(text) {
                #expect((try? YAML.parse(YAML.emit(node))) == node, "\(text.debugDescription)")
            }
        }
    }

    private func code(_ text: String) -> YAMLError.Code? {
        do {
            _ = try YAML.parse(text)
            return nil
        } catch {
            return error.code
        }
    }
}
