import Testing
import YAML

@Test func aMappingKeepsItsOrder() throws {
    #expect(try YAML.parse("b: 1\na: 2").mapping().names == ["b", "a"])
}
