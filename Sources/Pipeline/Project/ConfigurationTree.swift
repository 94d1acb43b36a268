internal import Jinja
internal import YAML

/// The configuration of one kind of resource in the project file: values by folder.
///
/// A key with `+`, and one whose value is no mapping, is a config; any other is a folder, the
/// project's name or a resource.
struct ConfigurationTree: Sendable {
    private(set) var own: [(key: String, value: Value, line: Int)] = []
    private(set) var children: [String: ConfigurationTree] = [:]
    private(set) var line = 0

    init() {}

    init(_ node: YAML.Node, renderer: ValueRenderer) throws(PipelineError) {
        line = node.line
        guard case .mapping(let mapping) = node.value else {
            if node.isNull { return }
            throw PipelineError(
                .projectFile, "expected configs by folder", file: node.position?.file,
                line: node.line)
        }
        for entry in mapping {
            guard case .string(let key) = entry.key.value else {
                throw PipelineError(
                    .projectFile, "a key must be a word", file: node.position?.file,
                    line: entry.key.line)
            }
            let name = key.hasPrefix("+") ? String(key.dropFirst()) : key
            if !key.hasPrefix("+"), case .mapping = entry.value.value {
                children[key] = try ConfigurationTree(entry.value, renderer: renderer)
            } else if ["pre-hook", "post-hook", "pre_hook", "post_hook"].contains(name) {
                own.append((name, Value(entry.value), entry.key.line))
            } else {
                own.append((name, try renderer.value(entry.value), entry.key.line))
            }
        }
    }

    /// The layers that apply to a resource, outermost first.
    func layers(for path: [String]) -> [[(key: String, value: Value, line: Int)]] {
        var layers = [own]
        var tree = self
        for part in path {
            guard let child = tree.children[part] else { break }
            layers.append(child.own)
            tree = child
        }
        return layers
    }

    /// The folders (as paths with their lines) that no resource lies in.
    func unused(
        by paths: [[String]], below prefix: [String] = []
    ) -> [(path: [String], line: Int)] {
        var unused: [(path: [String], line: Int)] = []
        for name in children.keys.sorted() {
            guard let child = children[name] else { continue }
            let path = prefix + [name]
            if paths.contains(where: { $0.starts(with: path) }) {
                unused += child.unused(by: paths, below: path)
            } else {
                unused.append((path, child.line))
            }
        }
        return unused
    }
}

/// The configurations by folder that a package's resource gets: those of the package's own project
/// file, beneath what its files say, and those of the project that is run, over everything.
struct ConfigurationTrees: Sendable {
    var own = ConfigurationTree()
    /// Nil where the package is the project that is run.
    var over: ConfigurationTree?

    /// What the project files say last of each config.
    func written(for fqn: [String]) -> [String: Value] {
        var written: [String: Value] = [:]
        for tree in [own, over].compactMap(\.self) {
            for layer in tree.layers(for: fqn) {
                for (key, value, _) in layer { written[key] = value }
            }
        }
        return written
    }

    /// Adds what the package's own project file says.
    func apply(to configuration: inout Configuration, for fqn: [String]) {
        Self.add(own, to: &configuration, for: fqn)
    }

    /// Adds what the project that is run says of a package's resource.
    func override(_ configuration: inout Configuration, for fqn: [String]) {
        if let over { Self.add(over, to: &configuration, for: fqn) }
    }

    private static func add(
        _ tree: ConfigurationTree, to configuration: inout Configuration, for fqn: [String]
    ) {
        for layer in tree.layers(for: fqn) {
            for (key, value, _) in layer { configuration.add(key, value) }
        }
    }
}
