extension YAML {
    /// Writes nodes in block style; a list inside a mapping is not indented, as dbt's `toyaml`
    /// prints it.
    struct Emitter {
        private(set) var text = ""

        mutating func document(_ node: Node) {
            switch node.value {
            case .sequence(let elements) where !elements.isEmpty: sequence(elements, indent: 0)
            case .mapping(let mapping) where !mapping.isEmpty: self.mapping(mapping, indent: 0)
            default: text += inline(node, indent: 0) + "\n"
            }
        }

        private mutating func sequence(_ elements: [Node], indent: Int, isInline: Bool = false) {
            for (index, element) in elements.enumerated() {
                if index > 0 || !isInline { text += spaces(indent) }
                text += "- "
                switch element.value {
                case .sequence(let inner) where !inner.isEmpty:
                    sequence(inner, indent: indent + 2, isInline: true)
                case .mapping(let inner) where !inner.isEmpty:
                    mapping(inner, indent: indent + 2, isInline: true)
                default: text += inline(element, indent: indent) + "\n"
                }
            }
        }

        private mutating func mapping(_ mapping: Mapping, indent: Int, isInline: Bool = false) {
            for (index, entry) in mapping.entries.enumerated() {
                if index > 0 || !isInline { text += spaces(indent) }
                text += key(entry.key) + ":"
                switch entry.value.value {
                case .sequence(let inner) where !inner.isEmpty:
                    text += "\n"
                    sequence(inner, indent: indent)
                case .mapping(let inner) where !inner.isEmpty:
                    text += "\n"
                    self.mapping(inner, indent: indent + 2)
                default: text += " " + inline(entry.value, indent: indent) + "\n"
                }
            }
        }

        private func key(_ node: Node) -> String {
            if case .string(let string) = node.value {
                // A key longer than 1024 characters or with line breaks needs the `?` form, which
                // double quotes avoid only for the breaks.
                return Self.quoted(string)
            }
            return inline(node, indent: 0)
        }

        private func inline(_ node: Node, indent: Int) -> String {
            switch node.value {
            case .null: "null"
            case .bool(let bool): bool ? "true" : "false"
            case .int(let int): String(int)
            case .double(let double): Self.number(double)
            case .string(let string): Self.literal(string, indent: indent) ?? Self.quoted(string)
            case .sequence: "[]"
            case .mapping: "{}"
            }
        }

        private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

        /// A float that reads back as a float: always with a point, the exponent with its sign.
        static func number(_ value: Double) -> String {
            if value.isNaN { return ".nan" }
            if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
            let text = value.description
            guard let mark = text.firstIndex(of: "e"), !text[..<mark].contains(".") else {
                return text
            }
            return text[..<mark] + ".0" + text[mark...]
        }
    }
}
