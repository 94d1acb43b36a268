internal import Jinja
internal import YAML

extension GenericTestBuilder {
    /// A test as it is written, taken apart: its name, its macro's arguments, its configs.
    struct Parts {
        var testName = ""
        /// The package of the test's macro, where it is named: `dbt_utils.equality`.
        var namespace: String?
        var name: String?
        var description = ""
        var arguments: [String: Value] = [:]
        var configuration: [String: YAML.Node] = [:]

        /// Takes `unique`, `{accepted_values: {values: […]}}`, the same with `arguments` and
        /// `config`, and `{test_name: unique, name: mine, …}`.
        init(_ node: YAML.Node) throws(PipelineError) {
            try read(node)
            if let dot = testName.firstIndex(of: ".") {
                namespace = String(testName[..<dot])
                testName = String(testName[testName.index(after: dot)...])
            }
        }

        private mutating func read(_ node: YAML.Node) throws(PipelineError) {
            switch node.value {
            case .string(let name):
                testName = name
            case .mapping(let mapping):
                if let name = mapping["test_name"] {
                    testName = try Self.text(name)
                    try take(mapping, except: "test_name")
                    return
                }
                guard let entry = mapping.entries.first, mapping.count == 1,
                    case .string(let name) = entry.key.value
                else {
                    throw Self.failure(
                        "a test has one name, with its arguments below it; is the indentation right?",
                        node)
                }
                testName = name
                if entry.value.isNull { return }
                guard case .mapping(let below) = entry.value.value else {
                    throw Self.failure("expected the arguments of the test by name", entry.value)
                }
                try take(below)
            default:
                throw Self.failure("expected the name of a test", node)
            }
        }

        private mutating func take(
            _ mapping: YAML.Mapping, except skipped: String? = nil
        ) throws(PipelineError) {
            for entry in mapping {
                guard case .string(let key) = entry.key.value, key != skipped else { continue }
                switch key {
                case "name": name = try Self.text(entry.value)
                case "description": description = try Self.text(entry.value)
                case "arguments":
                    guard case .mapping(let below) = entry.value.value else {
                        throw Self.failure("expected arguments by name", entry.value)
                    }
                    for name in below.names { arguments[name] = below[name].map { Value($0) } }
                case "config":
                    guard case .mapping(let below) = entry.value.value else {
                        throw Self.failure("expected configs by name", entry.value)
                    }
                    for name in below.names { configuration[name] = below[name] }
                case "model":
                    throw Self.failure("a test's argument cannot be named 'model'", entry.key)
                case _ where GenericTestBuilder.configurationKeys.contains(key):
                    configuration[key] = entry.value
                default:
                    arguments[key] = Value(entry.value)
                }
            }
        }

        private static func text(_ node: YAML.Node) throws(PipelineError) -> String {
            do { return try node.text() } catch { throw PipelineError(error) }
        }

        private static func failure(_ message: String, _ node: YAML.Node) -> PipelineError {
            PipelineError(
                .configuration, message, file: node.position?.file, line: node.line,
                column: node.column)
        }
    }
}
