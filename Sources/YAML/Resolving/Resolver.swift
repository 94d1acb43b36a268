extension YAML {
    /// Gives scalars their types by the rules of YAML 1.1 as PyYAML's safe loader keeps them.
    enum Resolver {
        private static let prefix = "tag:yaml.org,2002:"

        static func node(
            of scalar: EventReader.Scalar, at position: Position
        ) throws(YAMLError) -> Node {
            var node = Node(
                .null, at: position, style: scalar.style, tag: scalar.tag, source: scalar.text)
            if let tag = scalar.tag, tag != "!" {
                node.value = try tagged(tag, scalar.text, position)
            } else if scalar.style == .plain, scalar.tag == nil || scalar.text.isEmpty {
                node.value = try plain(scalar.text, position)
            } else {
                node.value = .string(scalar.text)
            }
            return node
        }

        /// What a scalar without quotes and tag means.
        static func plain(_ text: String, _ position: Position?) throws(YAMLError) -> Node.Value {
            if isNull(text) { return .null }
            if let bool = bool(text) { return .bool(bool) }
            if let number = try number(text, position) { return number }
            return .string(text)
        }

        static func checkSequenceTag(_ tag: String?, _ position: Position) throws(YAMLError) {
            try check(tag, in: ["seq", "omap", "pairs"], position)
        }

        static func checkMappingTag(_ tag: String?, _ position: Position) throws(YAMLError) {
            try check(tag, in: ["map", "set"], position)
        }

        private static func check(
            _ tag: String?, in known: [String], _ position: Position
        ) throws(YAMLError) {
            guard let tag, tag != "!" else { return }
            guard tag.hasPrefix(prefix), known.contains(String(tag.dropFirst(prefix.count))) else {
                throw unknown(tag, position)
            }
        }

        private static func tagged(
            _ tag: String, _ text: String, _ position: Position
        ) throws(YAMLError) -> Node.Value {
            guard tag.hasPrefix(prefix) else { throw unknown(tag, position) }
            switch tag.dropFirst(prefix.count) {
            case "str", "binary", "timestamp": return .string(text)
            case "null": return .null
            case "bool":
                if let bool = bool(text) { return .bool(bool) }
            case "int":
                if case .int(let int)? = try number(text, position) { return .int(int) }
            case "float":
                switch try number(text, position) {
                case .int(let int)?: return .double(Double(int))
                case .double(let double)?: return .double(double)
                default: break
                }
            default: throw unknown(tag, position)
            }
            throw YAMLError(.tag, "'\(text)' does not fit its tag \(short(tag))", position)
        }

        private static func unknown(_ tag: String, _ position: Position) -> YAMLError {
            YAMLError(.tag, "the tag \(short(tag)) has no meaning here", position)
        }

        private static func short(_ tag: String) -> String {
            tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
        }

        private static func isNull(_ text: String) -> Bool {
            switch text {
            case "", "~", "null", "Null", "NULL": true
            default: false
            }
        }

        private static func bool(_ text: String) -> Bool? {
            switch text {
            case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": true
            case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": false
            default: nil
            }
        }
    }
}
