internal import Foundation
internal import Jinja
internal import YAML

extension Workspace {
    /// A place where a template reads a variable of the environment.
    public struct EnvironmentUse: Sendable, Hashable {
        public let name: String
        public let hasDefault: Bool
        public let file: String
        public let line: Int
    }

    /// Every variable that the project's files and the target read: each once, and without
    /// default where any place has none. Found by reading the texts, so that all are told even
    /// where the first one that is missing keeps the project from being read.
    public func environmentUses() -> [EnvironmentUse] {
        var uses: [EnvironmentUse] = []
        if let text = try? String(
            contentsOf: profilesDirectory.appending(path: ProfileText.fileName), encoding: .utf8),
            let document = try? YAML.parse(text, file: ProfileText.fileName)
        {
            uses += profileUses(document)
        }
        for path in texts() {
            guard
                let text = try? String(
                    contentsOf: projectDirectory.appending(path: path), encoding: .utf8)
            else { continue }
            uses += Self.uses(in: text, file: path, firstLine: 1)
        }
        var found: [String: EnvironmentUse] = [:]
        for use in uses {
            if let known = found[use.name], !known.hasDefault || use.hasDefault { continue }
            found[use.name] = use
        }
        return found.values.sorted { $0.name < $1.name }
    }

    /// Only the chosen target counts: variables of others may well be missing.
    private func profileUses(_ document: YAML.Node) -> [EnvironmentUse] {
        let name = profileName ?? (try? projectFile().profile) ?? ""
        guard let profile = document[name] else { return [] }
        var chosen = target
        if chosen == nil, let node = profile["target"], case .string(let text) = node.value {
            chosen = text
            if TemplateEnvironment.isTemplate(text) {
                let renderer = ValueRenderer(names: [
                    "env_var": EnvironmentVariables(values: environment).function,
                    "var": Variables(layers: [variables]).function,
                ])
                chosen = (try? renderer.value(node))?.string
            }
        }
        var uses = profile["target"].map { Self.uses(in: $0) } ?? []
        if let output = profile["outputs"]?[chosen ?? "default"] { uses += Self.uses(in: output) }
        return uses
    }

    private static func uses(in node: YAML.Node) -> [EnvironmentUse] {
        switch node.value {
        case .string(let text): uses(in: text, file: ProfileText.fileName, firstLine: node.line)
        case .sequence(let items): items.flatMap { uses(in: $0) }
        case .mapping(let mapping): mapping.entries.flatMap { uses(in: $0.value) }
        default: []
        }
    }

    private static func uses(in text: String, file: String, firstLine: Int) -> [EnvironmentUse] {
        guard text.contains("env_var") else { return [] }
        return text.matches(of: /env_var\s*\(\s*['"]([^'"]+)['"]\s*(,)?/).map { match in
            EnvironmentUse(
                name: String(match.1), hasDefault: match.2 != nil, file: file,
                line: firstLine + text[..<match.range.lowerBound].count { $0.isNewline })
        }
    }

    /// The project's own texts; what is installed or written by a run is not among them.
    private func texts() -> [String] {
        let skipped: Set<String> = ["target", "logs", "dbt_packages", "dbt_modules"]
        guard let below = FileManager.default.enumerator(atPath: projectDirectory.path) else {
            return []
        }
        var paths: [String] = []
        for case let path as String in below {
            let parts = path.split(separator: "/").map(String.init)
            let isSkipped = parts.first.map(skipped.contains) ?? true
            if isSkipped || parts.contains(where: { $0.hasPrefix(".") }) {
                if parts.count == 1 { below.skipDescendants() }
                continue
            }
            if path == ProfileText.fileName { continue }
            if [".sql", ".yml", ".yaml"].contains(where: path.hasSuffix) { paths.append(path) }
        }
        return paths.sorted()
    }
}
