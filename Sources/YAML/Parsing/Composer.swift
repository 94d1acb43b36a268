extension YAML {
    /// Builds the nodes of documents from events: anchors, aliases and limits are its job.
    struct Composer {
        private let reader: EventReader
        private let limits: Limits
        private var anchors: [String: (node: Node, size: Int)] = [:]
        private var open: Set<String> = []
        private var size = 0

        init(_ text: String, file: String, limits: Limits) {
            reader = EventReader(text, file: file)
            self.limits = limits
        }

        /// The next document's root; `nil` at the end of the text.
        mutating func nextDocument() throws(YAMLError) -> Node? {
            while true {
                switch try reader.next() {
                case (.streamEnd, _): return nil
                case (.documentStart, _):
                    anchors = [:]
                    size = 0
                    let first = try reader.next()
                    return try node(first.event, first.position, depth: 0)
                default: continue
                }
            }
        }

        private mutating func node(
            _ event: EventReader.Event, _ position: Position, depth: Int
        ) throws(YAMLError) -> Node {
            guard depth < limits.depth else {
                throw YAMLError(.limit, "nested deeper than \(limits.depth) levels", position)
            }
            let before = size
            switch event {
            case .alias(let name):
                return try alias(name, position)
            case .scalar(let scalar):
                try count(1, position)
                let node = try Resolver.node(of: scalar, at: position)
                remember(scalar.anchor, node, size: 1)
                return node
            case .sequenceStart(let anchor, let tag, let style):
                try count(1, position)
                if let anchor { open.insert(anchor) }
                var elements: [Node] = []
                while true {
                    let next = try reader.next()
                    if case .collectionEnd = next.event { break }
                    elements.append(try node(next.event, next.position, depth: depth + 1))
                }
                try Resolver.checkSequenceTag(tag, position)
                let result = Node(.sequence(elements), at: position, style: style, tag: tag)
                remember(anchor, result, size: size - before)
                return result
            case .mappingStart(let anchor, let tag, let style):
                try count(1, position)
                if let anchor { open.insert(anchor) }
                let mapping = try mapping(depth: depth)
                try Resolver.checkMappingTag(tag, position)
                let result = Node(.mapping(mapping), at: position, style: style, tag: tag)
                remember(anchor, result, size: size - before)
                return result
            case .streamEnd, .documentStart, .documentEnd, .collectionEnd:
                throw YAMLError(.syntax, "a value is missing here", position)
            }
        }

        private mutating func mapping(depth: Int) throws(YAMLError) -> Mapping {
            var builder = MappingBuilder()
            while true {
                let next = try reader.next()
                if case .collectionEnd = next.event { break }
                let key = try node(next.event, next.position, depth: depth + 1)
                let second = try reader.next()
                let value = try node(second.event, second.position, depth: depth + 1)
                try builder.add(key, value)
            }
            return try builder.finish { [limits] (merged: Int, position) throws(YAMLError) in
                guard size + merged <= limits.nodes else { throw Self.tooLarge(limits, position) }
                size += merged
            }
        }

        private mutating func alias(
            _ name: String, _ position: Position
        ) throws(YAMLError) -> Node {
            if open.contains(name) {
                throw YAMLError(
                    .alias, "the alias *\(name)* stands inside its own anchor", position)
            }
            guard let target = anchors[name] else {
                throw YAMLError(.alias, "no anchor &\(name) stands before this alias", position)
            }
            try count(target.size, position)
            return target.node
        }

        private mutating func count(_ nodes: Int, _ position: Position) throws(YAMLError) {
            size += nodes
            if size > limits.nodes { throw Self.tooLarge(limits, position) }
        }

        private mutating func remember(_ anchor: String?, _ node: Node, size: Int) {
            guard let anchor else { return }
            open.remove(anchor)
            anchors[anchor] = (node, size)
        }

        private static func tooLarge(_ limits: Limits, _ position: Position?) -> YAMLError {
            YAMLError(
                .limit, "more than \(limits.nodes) nodes with aliases expanded", position)
        }
    }
}
