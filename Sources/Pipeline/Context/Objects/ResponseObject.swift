internal import Jinja

/// What dbt's connection tells of a statement: `load_result(name).response`.
final class ResponseObject: JinjaObject {
    let typeName = "AdapterResponse"
    private let message: String
    private let code: Value
    private let rowsAffected: Value

    init(_ message: String = "OK", code: Value = .none, rowsAffected: Value = .none) {
        (self.message, self.code, self.rowsAffected) = (message, code, rowsAffected)
    }

    func text() throws(JinjaError) -> String { message }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "_message": return .string(message)
        case "code": return code
        case "rows_affected": return rowsAffected
        case "query_id": return Value.none
        case "to_dict":
            let facts = Value.dict(
                Dict([
                    "_message": .string(message), "code": code, "rows_affected": rowsAffected,
                    "query_id": .none,
                ]))
            return .function(name) { (_) throws(JinjaError) in facts }
        default: return nil
        }
    }
}
