internal import Jinja
internal import YAML

extension ProfileReader {
    /// The secrets of a target, and that of `use_credential_provider: aws`.
    func secrets(_ keys: YAML.Mapping) throws(PipelineError) -> [Secret] {
        var secrets: [Secret] = []
        if let node = keys["secrets"], !node.isNull {
            guard case .sequence(let items) = node.value else {
                throw failure("expected a list of secrets", node)
            }
            for (index, item) in items.enumerated() {
                secrets.append(try secret(item, number: index + 1))
            }
        }
        if let node = keys["use_credential_provider"], let provider = try text(node) {
            guard provider == "aws" else {
                throw failure("`use_credential_provider` can only be aws", node)
            }
            secrets.append(
                Secret(
                    name: "_dbt_secret_\(secrets.count + 1)", type: "s3", isPersistent: false,
                    parameters: [("provider", .word("credential_chain"))], line: node.line))
        }
        return secrets
    }

    private func secret(_ node: YAML.Node, number: Int) throws(PipelineError) -> Secret {
        guard case .mapping(let keys) = node.value else {
            throw failure("expected the keys of a secret", node)
        }
        guard let type = try text(keys["type"]), isPlainIdentifier(type) else {
            throw failure("a secret needs its `type`: s3, postgres…", node)
        }
        var parameters: [(name: String, value: Secret.Parameter)] = []
        for entry in keys {
            guard case .string(let key) = entry.key.value, isPlainIdentifier(key) else {
                throw failure("a secret's key must be a plain word", entry.key)
            }
            if ["type", "name", "persistent"].contains(key) || entry.value.isNull { continue }
            let value = try renderer.value(entry.value)
            if key == "scope" {
                for scope in value.elements ?? [value] {
                    parameters.append((key, .text(scope.pythonText)))
                }
            } else if key == "provider" {
                guard isPlainIdentifier(value.pythonText) else {
                    throw failure("a secret's provider must be a plain word", entry.value)
                }
                parameters.append((key, .word(value.pythonText)))
            } else if let dict = value.dict {
                var map: [String: String] = [:]
                for item in dict.entries { map[item.key.pythonText] = item.value.pythonText }
                parameters.append((key, .map(map)))
            } else if let items = value.elements {
                parameters.append((key, .list(items.map(\.pythonText))))
            } else {
                parameters.append((key, .text(value.pythonText)))
            }
        }
        return Secret(
            name: try text(keys["name"]) ?? "_dbt_secret_\(number)", type: type,
            isPersistent: try flag(keys["persistent"], "persistent"), parameters: parameters,
            line: node.line)
    }

    /// How often the database is tried when another process has it open.
    mutating func connectAttempts(_ node: YAML.Node?) throws(PipelineError) -> Int {
        guard let node, !node.isNull else { return 1 }
        let keys = try checked(
            node, known: ["connect_attempts", "query_attempts", "retryable_exceptions"],
            unsupported: [], what: "retries")
        if let node = keys["query_attempts"], !node.isNull {
            warn("`query_attempts` changes nothing: statements are not tried again", node)
        }
        guard let node = keys["connect_attempts"] else { return 1 }
        guard let count = try renderer.value(node).int, (1...100).contains(count) else {
            throw failure("`connect_attempts` must be a whole number from 1 to 100", node)
        }
        return count
    }

    /// Further options of ATTACH, as SQL.
    func options(_ node: YAML.Node?) throws(PipelineError) -> [String] {
        guard let node, !node.isNull else { return [] }
        guard case .mapping(let keys) = node.value else {
            throw failure("expected options by name", node)
        }
        var options: [String] = []
        for entry in keys {
            guard case .string(let key) = entry.key.value, isPlainIdentifier(key) else {
                throw failure("an option's name must be a plain word", entry.key)
            }
            switch try renderer.value(entry.value) {
            case .none: continue
            case .bool(let flag): if flag { options.append(key.uppercased()) }
            case .int(let number): options.append("\(key.uppercased()) \(number)")
            case .string(let text): options.append("\(key.uppercased()) \(literal(text))")
            default: throw failure("the option '\(key)' must be a single value", entry.value)
            }
        }
        return options
    }

    /// A truth value; false where it is not given.
    func flag(_ node: YAML.Node?, _ name: String) throws(PipelineError) -> Bool {
        guard let node, !node.isNull else { return false }
        let value = try renderer.value(node)
        guard let flag = value.bool ?? value.string.flatMap({ Bool($0.lowercased()) }) else {
            throw failure("`\(name)` must be true or false", node)
        }
        return flag
    }
}
