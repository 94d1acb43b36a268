extension Encoding {
    /// A place in the tree that is being encoded. Containers hold on to it and fill it in.
    final class Node {
        enum Content {
            case nothing
            case value(JSON)
            case array([Node])
            case object([(key: String, node: Node)])
        }

        var content = Content.nothing

        init() {}

        init(_ value: JSON) { content = .value(value) }

        var json: JSON {
            switch content {
            case .nothing: [:]
            case .value(let value): value
            case .array(let nodes): .array(nodes.map(\.json))
            case .object(let entries):
                .object(JSON.Object(entries.map { ($0.key, $0.node.json) }))
            }
        }

        func beginArray() { if case .array = content {} else { content = .array([]) } }

        func beginObject() { if case .object = content {} else { content = .object([]) } }

        var elementCount: Int { if case .array(let nodes) = content { nodes.count } else { 0 } }

        func append(_ node: Node) {
            guard case .array(var nodes) = content else { return }
            // Let go of the array, so that it is not copied for each element.
            content = .nothing
            nodes.append(node)
            content = .array(nodes)
        }

        func append(_ node: Node, key: any CodingKey) {
            guard case .object(var entries) = content else { return }
            content = .nothing
            let name = key is PlainKey ? key.stringValue : snakeCase(key.stringValue)
            entries.append((name, node))
            content = .object(entries)
        }
    }
}

/// A key that is data and not a name: it is not changed to snake_case.
struct PlainKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = "\(intValue)"
        self.intValue = intValue
    }
}
