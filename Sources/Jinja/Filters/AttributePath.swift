/// What filters take as `attribute`: names and indices with dots between them.
struct AttributePath: Sendable {
    private let keys: [Value]
    private let defaultValue: Value?

    init(_ value: Value, default defaultValue: Value? = nil) {
        self.defaultValue = defaultValue.flatMap { $0.isNone ? nil : $0 }
        guard case .string(let text) = value else {
            keys = [value]
            return
        }
        keys = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            part.utf8.allSatisfy(Byte.isDigit)
                ? Int(part).map { .int($0) } ?? .string(String(part))
                : .string(String(part))
        }
    }

    /// The value at the path; a missing one is the default, or undefined.
    func value(of element: Value, _ arguments: Arguments) throws(JinjaError) -> Value {
        var value = element
        for key in keys {
            if let item = try value.item(key), !item.isUndefined {
                value = item
            } else {
                let name = try key.text()
                value =
                    defaultValue
                    ?? arguments.undefined("'\(value.typeName) object' has no attribute '\(name)'")
            }
        }
        return value
    }
}

extension Arguments {
    /// The key that filters such as `sort` compare elements by: an attribute or the element
    /// itself, strings without regard to case unless asked.
    func sortKey(
        _ attribute: Value?, default defaultValue: Value? = nil, isCaseSensitive: Bool
    ) -> (Value) throws(JinjaError) -> Value {
        let path = attribute.flatMap {
            $0.isNone ? nil : AttributePath($0, default: defaultValue)
        }
        return { (element) throws(JinjaError) in
            let value = try path?.value(of: element, self) ?? element
            if !isCaseSensitive, case .string(let string) = value {
                return .string(string.lowercased())
            }
            return value
        }
    }
}
