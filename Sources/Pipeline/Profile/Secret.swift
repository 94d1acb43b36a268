/// What a database or a service asks for before it lets one in, as DuckDB's `CREATE SECRET` takes
/// it. Its values are never printed.
public struct Secret: Sendable, Hashable {
    /// A parameter's value.
    enum Parameter: Sendable, Hashable {
        case text(String)
        /// A word that is not quoted, such as the provider.
        case word(String)
        case list([String])
        case map([String: String])

        /// As SQL.
        var sql: String {
            switch self {
            case .text(let text): literal(text)
            case .word(let word): word
            case .list(let items): "array [\(items.map(literal).joined(separator: ", "))]"
            case .map(let map):
                "map {\(map.sorted { $0.key < $1.key }.map { "\(literal($0.key)): \(literal($0.value))" }.joined(separator: ", "))}"
            }
        }

        /// The texts that must not be seen.
        var texts: [String] {
            switch self {
            case .text(let text): [text]
            case .word: []
            case .list(let items): items
            case .map(let map): Array(map.values)
            }
        }
    }

    /// The name by which `attach` asks for it.
    public let name: String
    /// `s3`, `postgres`…
    public let type: String
    public let isPersistent: Bool
    let parameters: [(name: String, value: Parameter)]
    /// The line of the profiles file.
    let line: Int

    /// The statement that makes it.
    var sql: String {
        let list = ["type \(type)"] + parameters.map { "\($0.name) \($0.value.sql)" }
        return "create or replace\(isPersistent ? " persistent" : "") secret \(quoted(name)) "
            + "(\(list.joined(separator: ", ")))"
    }

    /// A message without the secret's values.
    func redact(_ message: String) -> String {
        var text = message
        for value in parameters.flatMap(\.value.texts) where value.count > 2 {
            text = text.replacing(value, with: "…")
        }
        return text
    }

    public static func == (left: Secret, right: Secret) -> Bool { left.sql == right.sql }
    public func hash(into hasher: inout Hasher) { hasher.combine(sql) }
}
