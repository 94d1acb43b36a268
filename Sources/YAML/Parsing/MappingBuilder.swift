extension YAML {
    /// Gathers the entries of one mapping and applies merge keys (`<<`) the way PyYAML does:
    /// merged entries come first, the mapping's own entries win, and of several merged mappings
    /// the earlier wins.
    struct MappingBuilder {
        private var own = Mapping()
        private var merged: [Node] = []

        mutating func add(_ key: Node, _ value: Node) throws(YAMLError) {
            if key.source == "<<", key.style == .plain, key.tag == nil {
                try addMerge(value)
                return
            }
            switch key.value {
            case .sequence, .mapping:
                throw YAMLError(.key, "a key must be a scalar, found \(key.kind)", key.position)
            default: break
            }
            if own.contains(key) { own.duplicates.append(key) }
            own.set(key, value)
        }

        /// The mapping; `charge` is told how many entries merging has added.
        func finish(
            charge: (Int, Position?) throws(YAMLError) -> Void
        ) throws(YAMLError) -> Mapping {
            guard !merged.isEmpty else { return own }
            var result = Mapping()
            for source in merged.reversed() {
                guard case .mapping(let mapping) = source.value else { continue }
                try charge(mapping.count, source.position)
                for (key, value) in mapping { result.set(key, value) }
            }
            for (key, value) in own { result.set(key, value) }
            result.duplicates = own.duplicates
            return result
        }

        private mutating func addMerge(_ value: Node) throws(YAMLError) {
            switch value.value {
            case .mapping: merged.append(value)
            case .sequence(let elements):
                for element in elements {
                    guard case .mapping = element.value else { throw Self.unmergeable(element) }
                    merged.append(element)
                }
            default: throw Self.unmergeable(value)
            }
        }

        private static func unmergeable(_ node: Node) -> YAMLError {
            YAMLError(
                .key, "<< merges a mapping or a list of mappings, found \(node.kind)", node.position
            )
        }
    }
}
