import Testing
import YAML

@Test func nodesAreWrittenInBlockStyle() {
    let node = YAML.Node(
        .mapping([
            "name": "orders", "count": 3, "ratio": 0.5, "tags": ["a", "b"],
            "columns": [
                YAML.Node(.mapping(["name": "id", "tests": ["unique"]])),
                YAML.Node(.mapping(["name": "x"])),
            ],
            "nothing": nil, "empty": [], "meta": YAML.Node(.mapping([:])), "lists": [[1, 2], [3]],
            "text": "one\ntwo\n", "on": true,
        ]))
    #expect(
        YAML.emit(node) == """
            name: orders
            count: 3
            ratio: 0.5
            tags:
            - a
            - b
            columns:
            - name: id
              tests:
              - unique
            - name: x
            nothing: null
            empty: []
            meta: {}
            lists:
            - - 1
              - 2
            - - 3
            text: |
              one
              two
            'on': true

            """)
}

@Test(arguments: [
    "", " ", "a", "a b", " a", "a ", "yes", "No", "null", "~", "12", "1.5", "0x1f", "1:30", "1e3",
    "2024-01-31", "a: b", "a:", ":a", "a #b", "#a", "- a", "-", "--- a", "---", "...", "? a", "[a]",
    "{a}", "a, b", "&a", "*a", "!a", "|", ">", "'a'", "\"a\"", "%a", "@a", "`a", "=", "<<", "it's",
    "a\nb", "a\nb\n", "a\n\nb", "a\nb\n\n", "\n", "\na", " a\nb", "a\n b", "a \nb", "a\n\n", "\t",
    "a\tb", "a\r\nb", "\u{0}", "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "\u{FEFF}", "é 日本 😀",
    "a\\b", ".inf", ".nan", "{{ x }}", "{% if %}", "a\nb: c\n# d\n", "---\na", "a\n---\nb", "a:b",
])
func everyStringReadsBackTheSame(text: String) throws {
    for node in [
        YAML.Node(.string(text)), YAML.Node(.sequence([YAML.Node(.string(text))])),
        YAML.Node(.mapping(["k": YAML.Node(.string(text))])),
        YAML.Node(.mapping(["l": [YAML.Node(.mapping(["k": YAML.Node(.string(text))]))]])),
    ] {
        #expect(try YAML.parse(YAML.emit(node)) == node)
    }
    var key = YAML.Mapping()
    key.set(YAML.Node(.string(text)), 1)
    #expect(try YAML.parse(YAML.emit(YAML.Node(.mapping(key)))) == YAML.Node(.mapping(key)))
}

@Test(arguments: [0.1, 1, -2.5, 1e16, 1e100, 1.5e-7, 1e-300, .infinity, -.infinity, 123456789.123])
func everyFloatReadsBackAsAFloat(value: Double) throws {
    let node = try YAML.parse(YAML.emit(YAML.Node(.double(value))))
    #expect(node.value == .double(value))
}
