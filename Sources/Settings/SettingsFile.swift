internal import Arguments
public import Foundation
internal import YAML

/// A YAML file of settings in sections. Each section belongs to a part of the program, which reads
/// it by itself; what nobody knows is refused.
///
/// ```yaml
/// server:
///   address: "{{ env_var('ADDRESS', '127.0.0.1:8787') }}"
/// ```
///
/// Every text may take values of the environment: `{{ env_var('X') }}`, `{{ env_var('X', 'y') }}`.
/// They are looked up when the value is read, so a section that is not read needs no variables.
public struct SettingsFile: Sendable {
    /// The file; nil where there is none, and every section is empty.
    public let path: String?
    private let sections: YAML.Mapping
    private let variables: EnvironmentTemplates

    /// Settings without a file.
    public init(environment: [String: String] = [:]) {
        path = nil
        sections = YAML.Mapping()
        variables = EnvironmentTemplates(environment)
    }

    /// The file to read: the one that was named, else the first that is there.
    ///
    /// - Parameters:
    ///   - named: by an option or a variable of the environment.
    ///   - folders: where `name` is looked for, in order.
    public static func find(_ name: String, named: String?, in folders: [URL]) -> URL? {
        if let named, !named.isEmpty { return URL(fileURLWithPath: named) }
        return folders.map { $0.appending(path: name) }.first {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - known: the names of all sections.
    ///   - environment: what `env_var` sees.
    /// - Throws: `unreadable`, `malformed`, `unknownKey` for a section that is not known.
    public init(
        reading url: URL, sections known: [String], environment: [String: String]
    ) throws(SettingsError) {
        let text: String
        do { text = try String(contentsOf: url, encoding: .utf8) } catch {
            throw SettingsError(
                .unreadable, "the settings file \(url.path) cannot be read: is it there?")
        }
        try self.init(
            text: text, file: url.lastPathComponent, path: url.path, sections: known,
            environment: environment)
    }

    /// Reads a text; `file` is the name that errors carry.
    public init(
        text: String, file: String = "dormouse.yml", path: String? = nil, sections known: [String],
        environment: [String: String]
    ) throws(SettingsError) {
        self.path = path
        variables = EnvironmentTemplates(environment)
        do {
            let root = try YAML.parse(text, file: file)
            sections = root.isNull ? YAML.Mapping() : try root.mapping()
        } catch {
            throw SettingsError(.malformed, error.message, error.position)
        }
        if let twice = sections.duplicates.first {
            throw SettingsError(
                .malformed, "the section is there twice; put both together", twice.position)
        }
        for (key, _) in sections {
            let name = (try? key.text()) ?? key.kind
            guard !known.contains(name) else { continue }
            throw SettingsError(
                .unknownKey,
                "there is no section '\(name)'\(suggestion(name, known, all: "the sections"))",
                key.position)
        }
    }

    /// A section to read; empty where the file has none of this name.
    public func section(_ name: String) throws(SettingsError) -> SettingsReader {
        try SettingsReader(
            sections[name], path: name, variables: variables,
            file: path.map { URL(fileURLWithPath: $0) })
    }
}

/// `; did you mean 'x'?`, or all that there are.
func suggestion(_ name: String, _ known: [String], all what: String) -> String {
    if let near = nearest(to: name, among: known) { return "; did you mean '\(near)'?" }
    return "; \(what) are: " + known.sorted().joined(separator: ", ")
}
