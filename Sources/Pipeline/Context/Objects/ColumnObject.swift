internal import Jinja

/// A column of a relation as templates hold it.
final class ColumnObject: JinjaObject {
    let name: String
    let dataType: String
    let typeName = "Column"

    init(name: String, dataType: String) {
        self.name = name
        self.dataType = dataType
    }

    func text() throws(JinjaError) -> String { "<Column \(name) (\(dataType))>" }

    func attribute(_ attribute: String) throws(JinjaError) -> Value? {
        let base = dataType.prefix { $0 != "(" }.lowercased()
        let isInteger = [
            "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint",
            "uinteger", "ubigint", "uhugeint", "int", "int4", "int8", "int2",
        ].contains(base)
        let isFloat = ["float", "double", "real", "float4", "float8"].contains(base)
        let isDecimal = ["decimal", "numeric"].contains(base)
        let isString = ["varchar", "text", "string", "char", "bpchar"].contains(base)
        switch attribute {
        case "name", "column": return .string(name)
        case "quoted": return .string(quoted(name))
        case "data_type", "dtype": return .string(dataType)
        case "char_size", "numeric_precision", "numeric_scale": return Value.none
        case "is_string": return answer(attribute, .bool(isString))
        case "is_integer": return answer(attribute, .bool(isInteger))
        case "is_float": return answer(attribute, .bool(isFloat))
        case "is_numeric": return answer(attribute, .bool(isDecimal))
        case "is_number": return answer(attribute, .bool(isInteger || isFloat || isDecimal))
        case "literal":
            let dataType = dataType
            return .function(attribute) { (arguments) throws(JinjaError) in
                let value = try arguments.required("value", at: 0).text()
                return .string("\(value)::\(dataType)")
            }
        default: return nil
        }
    }

    private func answer(_ name: String, _ value: Value) -> Value {
        .function(name) { (_) throws(JinjaError) in value }
    }
}

/// `api`: the classes Relation and Column.
enum APIObject {
    static let value: Value = .dict(
        Dict([
            "Relation": .object(RelationObject(Relation())), "Column": .object(ColumnFactory()),
        ]))
}

/// `api.Column`: called with a name and a type, it makes a column.
private final class ColumnFactory: JinjaObject {
    let typeName = "Column"
    let isCallable = true

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        guard let name = try arguments.string("column", at: 0) else {
            throw JinjaError(.argument, "api.Column needs a name")
        }
        let type = try arguments.string("dtype", at: 1) ?? "VARCHAR"
        return .object(ColumnObject(name: name, dataType: type))
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "create", "from_description": .function(name, call)
        case "translate_type":
            .function(name) { (arguments) throws(JinjaError) in
                try arguments.required("dtype", at: 0)
            }
        default: nil
        }
    }
}
