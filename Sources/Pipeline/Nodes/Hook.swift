internal import Jinja

/// A statement that runs before or after a node, as a template.
struct Hook: Sendable {
    /// The template.
    let sql: String
    /// Whether it runs inside the node's transaction; default: yes.
    let insideTransaction: Bool

    /// The hooks of a configuration value: a text, a mapping of `sql` and `transaction`, or a
    /// list of these.
    static func list(_ value: Value?, key: String) throws(PipelineError) -> [Hook] {
        guard let value else { return [] }
        var hooks: [Hook] = []
        for item in value.elements ?? [value] {
            switch item {
            case .string(let sql):
                // What `before_begin` and its like give is the mapping as JSON.
                let isJSON = sql.drop(while: \.isWhitespace).hasPrefix("{\"")
                if isJSON, let dict = JSONText.read(sql)?.dict, let text = dict["sql"]?.string {
                    let inside = dict["transaction"]?.bool ?? true
                    hooks.append(Hook(sql: text, insideTransaction: inside))
                } else {
                    hooks.append(Hook(sql: sql, insideTransaction: true))
                }
            case .dict(let dict):
                guard let sql = dict["sql"]?.string else { fallthrough }
                let inside = dict["transaction"]?.bool ?? true
                hooks.append(Hook(sql: sql, insideTransaction: inside))
            default:
                throw PipelineError(
                    .configuration,
                    "a hook under '\(key)' must be a statement, or a mapping with `sql` and "
                        + "`transaction`")
            }
        }
        return hooks
    }
}
