internal import Jinja

/// A column of a relation as templates hold it.
final class ColumnObject: JinjaObject {
    let name: String
    /// The type as DuckDB writes it.
    let dataType: String
    private let size: Int?
    private let precision: Int?
    private let scale: Int?
    let typeName = "Column"

    init(
        name: String, dataType: String, size: Int? = nil, precision: Int? = nil, scale: Int? = nil
    ) {
        self.name = name
        self.dataType = dataType
        self.size = size
        self.precision = precision
        self.scale = scale
    }

    /// A type with its size taken apart, as `from_description` does.
    convenience init(name: String, description: String) {
        let numbers = description.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
            .split(separator: ",").map { Int($0.filter { !$0.isWhitespace }) }
        self.init(
            name: name, dataType: String(description.prefix { $0 != "(" }),
            size: numbers.count == 1 ? numbers[0] : nil,
            precision: numbers.count == 2 ? numbers[0] : nil,
            scale: numbers.count == 2 ? numbers[1] : nil)
    }

    private var word: String { dataType.lowercased() }
    private var isString: Bool {
        ["text", "character varying", "character", "varchar"].contains(word)
    }
    private var isInteger: Bool {
        [
            "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint",
            "uinteger", "ubigint", "uhugeint", "int", "int1", "int2", "int4", "int8", "short",
            "long", "signed",
        ].contains(word)
    }
    private var isFloat: Bool { ["real", "float", "float4", "float8", "double"].contains(word) }
    private var isNumeric: Bool { word == "decimal" || word == "numeric" }
    private var isStruct: Bool { word.hasPrefix("struct(") }

    /// The type as it is written in a cast.
    private var typeText: String {
        if isString { return "character varying(\(stringSize))" }
        if isNumeric { return Self.numericType(dataType, precision, scale) }
        return dataType
    }

    private var stringSize: Int { dataType == "text" ? 256 : size ?? 256 }

    static func numericType(_ name: String, _ precision: Int?, _ scale: Int?) -> String {
        guard let precision, let scale else { return name }
        return "\(name)(\(precision),\(scale))"
    }

    func text() throws(JinjaError) -> String {
        func number(_ value: Int?) -> String { value.map(String.init) ?? "None" }
        let inner = fields.map { (try? $0.text()) ?? "" }.joined(separator: ", ")
        return "DuckDBColumn(column=\(Value.string(name).pythonRepresentation), "
            + "dtype=\(Value.string(dataType).pythonRepresentation), char_size=\(number(size)), "
            + "numeric_precision=\(number(precision)), numeric_scale=\(number(scale)), "
            + "fields=[\(inner)])"
    }

    func isEqual(to other: Value) -> Bool {
        guard let column = other.object as? ColumnObject else { return false }
        return column.name == name && column.dataType == dataType && column.size == size
            && column.precision == precision && column.scale == scale
    }

    func attribute(_ attribute: String) throws(JinjaError) -> Value? {
        switch attribute {
        case "name", "column": return .string(name)
        case "quoted": return .string(quoted(name))
        case "dtype": return .string(dataType)
        case "data_type", "expanded_data_type": return .string(typeText)
        case "char_size": return size.map { .int($0) } ?? Value.none
        case "numeric_precision": return precision.map { .int($0) } ?? Value.none
        case "numeric_scale": return scale.map { .int($0) } ?? Value.none
        case "is_string": return answer(attribute, .bool(isString))
        case "is_integer": return answer(attribute, .bool(isInteger))
        case "is_float": return answer(attribute, .bool(isFloat))
        case "is_numeric": return answer(attribute, .bool(isNumeric))
        case "is_number": return answer(attribute, .bool(isInteger || isFloat || isNumeric))
        case "is_struct": return answer(attribute, .bool(isStruct))
        case "fields": return Value(fields.map { .object($0) })
        case "flatten": return answer(attribute, Value(flattened.map { .object($0) }))
        case "string_size":
            return .function(attribute) { [self] (_) throws(JinjaError) in
                guard isString else {
                    throw JinjaError(.value, "string_size() of a column that holds no strings")
                }
                return .int(stringSize)
            }
        case "can_expand_to":
            return .function(attribute) { [self] (arguments) throws(JinjaError) in
                let other = try arguments.required("other_column", at: 0).object as? ColumnObject
                guard let other, isString, other.isString else { return false }
                return .bool(other.stringSize > stringSize)
            }
        case "literal":
            let type = typeText
            return .function(attribute) { (arguments) throws(JinjaError) in
                .string("\(try arguments.required("value", at: 0).text())::\(type)")
            }
        default: return try ColumnClass().attribute(attribute)
        }
    }

    private func answer(_ name: String, _ value: Value) -> Value {
        .function(name) { (_) throws(JinjaError) in value }
    }

    /// The fields of a STRUCT: commas and blanks inside brackets and quotes belong to a type.
    private var fields: [ColumnObject] {
        guard isStruct, dataType.hasSuffix(")") else { return [] }
        var parts: [String] = [""]
        var depth = 0
        var isInName = false
        for character in dataType.dropFirst("struct(".count).dropLast() {
            if character == "\"" { isInName.toggle() }
            if !isInName, character == "(" { depth += 1 }
            if !isInName, character == ")" { depth -= 1 }
            if character == ",", depth == 0, !isInName {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.compactMap { part in
            let words = part.drop(while: \.isWhitespace).split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { return nil }
            return ColumnObject(name: String(words[0]), dataType: String(words[1]))
        }
    }

    /// The column, or for a STRUCT its fields under the names that lead to them.
    private var flattened: [ColumnObject] {
        guard isStruct else { return [self] }
        return fields.flatMap { field in
            field.flattened.map { ColumnObject(name: "\(name).\($0.name)", dataType: $0.dataType) }
        }
    }
}

/// `api.Column`: called with a name and a type, it makes a column.
final class ColumnClass: JinjaObject {
    let typeName = "Column"
    let isCallable = true

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        guard let name = try arguments.string("column", at: 0) else {
            throw JinjaError(.argument, "api.Column needs a name")
        }
        return .object(
            ColumnObject(
                name: name, dataType: try arguments.string("dtype", at: 1) ?? "VARCHAR",
                size: try arguments.int("char_size", at: 2),
                precision: try arguments.int("numeric_precision", at: 3),
                scale: try arguments.int("numeric_scale", at: 4)))
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "create":
            .function(name) { (arguments) throws(JinjaError) in
                let type = try arguments.string("label_or_dtype", at: 1) ?? ""
                return .object(
                    ColumnObject(
                        name: try arguments.string("name", at: 0) ?? "",
                        dataType: Self.translated(type)))
            }
        case "from_description":
            .function(name) { (arguments) throws(JinjaError) in
                .object(
                    ColumnObject(
                        name: try arguments.string("name", at: 0) ?? "",
                        description: try arguments.string("raw_data_type", at: 1) ?? ""))
            }
        case "translate_type":
            .function(name) { (arguments) throws(JinjaError) in
                .string(Self.translated(try arguments.required("dtype", at: 0).text()))
            }
        case "numeric_type":
            .function(name) { (arguments) throws(JinjaError) in
                .string(
                    ColumnObject.numericType(
                        try arguments.string("dtype", at: 0) ?? "",
                        try arguments.int("precision", at: 1), try arguments.int("scale", at: 2)))
            }
        case "string_type":
            .function(name) { (arguments) throws(JinjaError) in
                .string("character varying(\(try arguments.int("size", at: 0) ?? 256))")
            }
        default: nil
        }
    }

    /// The database's word for a general type; most are the same.
    static func translated(_ type: String) -> String {
        type.uppercased() == "STRING" ? "TEXT" : type
    }
}

/// `api`: the classes Relation and Column.
enum APIObject {
    static let value: Value = .dict(
        Dict([
            "Relation": .object(RelationObject(Relation())), "Column": .object(ColumnClass()),
        ]))
}
