import JSON
import Testing

@Test(arguments: [
    // schema, values that satisfy it, values that do not
    (#"true"#, ["1", "null"], []), (#"false"#, [], ["1"]), ("{}", ["1", "[]"], []),
    (#"{"type":"integer"}"#, ["1", "1.0", "12345678901234567890123"], ["1.5", "\"1\"", "true"]),
    (#"{"type":["string","null"]}"#, ["\"a\"", "null"], ["1"]),
    (#"{"type":"string","nullable":true}"#, ["\"a\"", "null"], ["1"]),
    (#"{"enum":["a",1,{"b":[1.0]}]}"#, ["\"a\"", "1.0", #"{"b":[1]}"#], ["\"b\"", "2"]),
    (#"{"const":{"a":1,"b":2}}"#, [#"{"b":2,"a":1}"#], [#"{"a":1}"#]),
    (
        #"{"properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}"#,
        [#"{"a":"x"}"#, "1"], [#"{"a":1}"#, "{}", #"{"a":"x","b":1}"#]
    ),
    (#"{"additionalProperties":{"type":"integer"}}"#, [#"{"x":1}"#], [#"{"x":"1"}"#]),
    (#"{"minProperties":1,"maxProperties":2}"#, [#"{"a":1}"#], ["{}", #"{"a":1,"b":1,"c":1}"#]),
    (
        #"{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}"#,
        [#"["a",1,2]"#, "[]"], ["[1]", #"["a","b"]"#]
    ),
    (#"{"minItems":1,"maxItems":2,"uniqueItems":true}"#, ["[1]"], ["[]", "[1,2,3]", "[1,1.0]"]),
    (#"{"minimum":1,"exclusiveMaximum":3}"#, ["1", "2.9"], ["0", "3"]),
    (#"{"maximum":1,"exclusiveMinimum":0}"#, ["1", "0.1"], ["0", "1.1"]),
    (#"{"multipleOf":0.1}"#, ["0.3", "1"], ["0.35"]),
    (#"{"minLength":2,"maxLength":3}"#, ["\"äö\"", "\"😀a\""], ["\"a\"", "\"abcd\""]),
    (#"{"pattern":"^a+$"}"#, ["\"aa\"", "1"], ["\"ab\""]),
    (#"{"pattern":"b"}"#, ["\"abc\""], ["\"ac\""]),
    (#"{"anyOf":[{"type":"string"},{"minimum":5}]}"#, ["\"a\"", "5"], ["4"]),
    (#"{"oneOf":[{"type":"integer"},{"minimum":5}]}"#, ["4", "5.5"], ["5"]),
    (#"{"allOf":[{"type":"integer"},{"minimum":5}]}"#, ["5"], ["4", "5.5"]),
    (#"{"not":{"type":"string"}}"#, ["1"], ["\"a\""]),
    (
        ##"{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{"next":{"$ref":"#/$defs/n"},"v":{"type":"integer"}}}}}"##,
        [#"{"v":1,"next":{"v":2}}"#], [#"{"next":{"v":"x"}}"#]
    ),
    (
        ##"{"properties":{"a":{"$ref":"#"}},"maxProperties":1}"##, [#"{"a":{"a":{}}}"#],
        [#"{"a":{"a":1,"b":2}}"#]
    ),
    (#"{"title":"x","description":"y","format":"date","default":1}"#, ["1"], []),
])
func valuesSatisfySchemasOrDoNot(_ schema: String, _ good: [String], _ bad: [String]) throws {
    let schema = try JSON.Schema(try JSON.parse(schema))
    for value in good {
        #expect(schema.violations(of: try JSON.parse(value)).isEmpty, "\(value)")
    }
    for value in bad {
        #expect(!schema.violations(of: try JSON.parse(value)).isEmpty, "\(value)")
    }
}

@Test(arguments: [
    (#"{"properties":{"a":{"if":{}}}}"#, "at #/properties/a/if: 'if' is not checked here"),
    (#"{"type":"text"}"#, "at #/type: a type is one of null, boolean"),
    (#"{"enum":[]}"#, "at #/enum: enum must be an array that is not empty"),
    (#"{"pattern":"("}"#, "at #/pattern: is no regular expression"),
    (##"{"$ref":"#/$defs/x"}"##, "nothing is there for a $ref to mean"),
    (#"{"$ref":"https://x"}"#, "must lead into the schema itself"),
    (##"{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/a"}}}"##, "leads in a circle"),
    ("[1]", "a schema is an object, true or false, not an array"),
    (#"{"minItems":-1}"#, "must be a whole number from 0"),
])
func schemasThatCannotBeUsedAreNamed(_ schema: String, _ message: String) throws {
    let json = try JSON.parse(schema)
    let error = #expect(throws: JSON.SchemaError.self) { try JSON.Schema(json) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
}

@Test func violationsNameTheirPlaces() throws {
    let schema = try JSON.Schema([
        "properties": ["people": ["items": ["properties": ["age": ["type": "integer"]]]]]
    ])
    let value: JSON = ["people": [["age": 1], ["age": "old"]]]
    #expect(
        schema.violations(of: value).map(\.description) == [
            "$.people[1].age is a string, and must be integer"
        ])
}

/// Forty schemas, each asking for the next one twice: 2⁴⁰ ways lead to the last.
@Test(arguments: ["allOf", "anyOf", "oneOf"])
func aSchemaThatLeadsToItselfOnManyWaysIsCheckedAtOnce(_ word: String) throws {
    var definitions: JSON.Object = ["s40": ["type": "integer"]]
    for number in 0..<40 {
        let next: JSON = ["$ref": .string("#/$defs/s\(number + 1)")]
        let other: JSON = word == "oneOf" ? ["not": next] : next
        definitions["s\(number)"] = .object([word: [next, other]])
    }
    let schema = try JSON.Schema(["$ref": "#/$defs/s0", "$defs": .object(definitions)])
    #expect(schema.violations(of: 1).isEmpty)
    #expect(schema.violations(of: "a").isEmpty == (word == "oneOf"))
    #expect(schema.violations(of: "a").count <= 50)
}

@Test func whatWasFoundFalseInOnePlaceIsFalseInTheNextToo() throws {
    let schema = try JSON.Schema(
        try JSON.parse(
            ##"{"anyOf":[{"allOf":[{"$ref":"#/$defs/n"},{"const":1}]},{"$ref":"#/$defs/n"}],"$defs":{"n":{"type":"integer"}}}"##
        ))
    #expect(!schema.violations(of: "a").isEmpty)
    #expect(schema.violations(of: 2).isEmpty)
    let items = try JSON.Schema(
        try JSON.parse(
            ##"{"items":{"$ref":"#/$defs/n"},"$defs":{"n":{"type":"integer"}}}"##))
    #expect(items.violations(of: [1, "a", 2, "b"]).map(\.place) == ["$[1]", "$[3]"])
}
