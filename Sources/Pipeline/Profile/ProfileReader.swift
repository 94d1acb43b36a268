internal import DuckDB
internal import Foundation
internal import Jinja
internal import YAML

/// Reads one output of a profiles file.
struct ProfileReader {
    let file: String
    let renderer: ValueRenderer
    let machine: Machine
    let base: URL
    private(set) var warnings: [Warning] = []

    init(file: String, renderer: ValueRenderer, machine: Machine, base: URL) {
        self.file = file
        self.renderer = renderer
        self.machine = machine
        self.base = base
    }

    static let keys = [
        "type", "path", "database", "schema", "threads", "extensions", "settings",
        "config_options", "attach", "keep_open", "secrets", "use_credential_provider", "retries",
        "disable_transactions", "external_root", "module_paths", "is_ducklake",
    ]
    /// Keys of dbt-duckdb that mean something and are not supported.
    static let unsupportedKeys = [
        "filesystems", "remote", "plugins", "flights", "motherduck_token",
    ]
    static let attachmentKeys = [
        "path", "alias", "type", "read_only", "secret", "options", "is_ducklake",
    ]

    mutating func profile(
        _ output: YAML.Node, name: String, target: String
    ) throws(PipelineError) -> Profile {
        // Other adapters have other keys: theirs is said first.
        if let node = output["type"], let type = try text(node), type != "duckdb" {
            throw PipelineError.unsupported(
                "the adapter '\(type)'", file: file, line: node.line,
                hint: "Only `type: duckdb` is.")
        }
        let keys = try checked(
            output, known: Self.keys, unsupported: Self.unsupportedKeys, what: "target '\(target)'")
        guard try text(keys["type"]) != nil else {
            throw failure("the target '\(target)' has no type, expected `type: duckdb`", output)
        }
        let written = try text(keys["path"])
        if let written,
            written.hasPrefix("md:") || written.hasPrefix("motherduck:")
        {
            throw PipelineError.unsupported(
                "a path of this kind", file: file, line: keys["path"]?.line)
        }
        var path: String?
        var attachments = try attachments(keys["attach"])
        let lake = written.flatMap { $0.hasPrefix(Attachment.lakePrefix) ? $0 : nil }
        if let lake {
            // It is attached to a database in memory, as any other of DuckDB's extensions.
            attachments.insert(
                Attachment(
                    path: lakePath(lake), alias: Profile.databaseName(ofPath: lake), type: nil,
                    isReadOnly: false, line: keys["path"]?.line ?? output.line, file: file), at: 0)
        } else if let written, written != ":memory:", !written.isEmpty {
            path = absolute(written)
        }
        let derived = Profile.databaseName(ofPath: lake ?? path ?? ":memory:")
        let database = try text(keys["database"]) ?? derived
        if database != derived, !attachments.contains(where: { $0.label == database }) {
            throw failure(
                "the database '\(database)' is neither the file's ('\(derived)') nor attached",
                keys["database"] ?? output)
        }
        if let node = keys["disable_transactions"],
            try flag(node, "disable_transactions")
        {
            warn(
                "`disable_transactions` changes nothing: a node is built whole or not at all", node)
        }
        let attempts = try connectAttempts(keys["retries"])
        var profile = Profile(
            name: name, target: target, path: path, database: database,
            schema: try text(keys["schema"]) ?? "main", threads: try threads(keys["threads"]),
            extensions: try extensions(keys["extensions"]),
            settings: try settings(keys["settings"]),
            options: try settings(keys["config_options"]), attachments: attachments, file: file)
        profile.modulePaths = try modulePaths(keys["module_paths"])
        profile.secrets = try secrets(keys)
        profile.connectAttempts = attempts
        profile.externalRoot = try text(keys["external_root"]) ?? "."
        profile.warnings = warnings
        return profile
    }

    private mutating func threads(_ node: YAML.Node?) throws(PipelineError) -> Int {
        guard let node, !node.isNull else { return 1 }
        let value = try renderer.value(node)
        guard let threads = value.int ?? value.string.flatMap({ Int($0) }), threads > 0 else {
            throw failure("`threads` must be a whole number above 0", node)
        }
        return cut(threads: threads, name: "threads", node)
    }

    /// At most the machine's processors.
    private mutating func cut(threads: Int, name: String, _ node: YAML.Node) -> Int {
        guard let processors = machine.processors, threads > processors else { return threads }
        warn("`\(name)` of \(threads) is cut to the machine's \(processors)", node)
        return processors
    }

    private mutating func settings(
        _ node: YAML.Node?
    ) throws(PipelineError) -> [Profile.Setting] {
        guard let node, !node.isNull else { return [] }
        guard case .mapping(let mapping) = node.value else {
            throw failure("expected settings by name", node)
        }
        var settings: [Profile.Setting] = []
        for entry in mapping {
            guard case .string(let name) = entry.key.value, isPlainIdentifier(name) else {
                throw failure("a setting's name must be a plain word", entry.key)
            }
            let value = try self.setting(name, entry.value)
            settings.append(Profile.Setting(name: name, value: value, line: entry.value.line))
        }
        return settings
    }

    private mutating func setting(
        _ name: String, _ node: YAML.Node
    ) throws(PipelineError) -> String {
        let value = try renderer.value(node)
        let text: String
        switch value {
        case .bool(let flag): text = flag ? "true" : "false"
        case .int(let number): text = String(number)
        case .double(let number): text = String(number)
        case .string(let written): text = written
        default: throw failure("the setting '\(name)' must be a single value", node)
        }
        switch name.lowercased() {
        case "threads", "worker_threads":
            if let threads = Int(text) { return String(cut(threads: threads, name: name, node)) }
        case "memory_limit", "max_memory":
            if let limit = ByteCount(duckDBText: text), let memory = machine.memory, limit > memory
            {
                warn("`\(name)` of \(text) is cut to the machine's \(memory)", node)
                return memory.description
            }
        default: break
        }
        return text
    }

    private func extensions(_ node: YAML.Node?) throws(PipelineError) -> [Profile.Extension] {
        guard let node, !node.isNull else { return [] }
        guard case .sequence(let items) = node.value else {
            throw failure("expected a list of extensions", node)
        }
        var extensions: [Profile.Extension] = []
        for item in items {
            guard let name = try text(item["name"] ?? item), isPlainIdentifier(name) else {
                throw failure("an extension's name must be a plain word", item)
            }
            extensions.append(
                Profile.Extension(name: name, line: item.line, repository: try text(item["repo"])))
        }
        return extensions
    }

    private func attachments(_ node: YAML.Node?) throws(PipelineError) -> [Attachment] {
        guard let node, !node.isNull else { return [] }
        guard case .sequence(let items) = node.value else {
            throw failure("expected a list of databases to attach", node)
        }
        var attachments: [Attachment] = []
        for item in items {
            let keys = try checked(
                item, known: Self.attachmentKeys, unsupported: [],
                what: "attachment")
            guard let path = try text(keys["path"]) else {
                throw failure("an attachment needs a path", item)
            }
            let type = try text(keys["type"])
            if let type, !isPlainIdentifier(type) {
                throw failure("an attachment's type must be a plain word", keys["type"] ?? item)
            }
            let readOnly = try flag(keys["read_only"], "read_only")
            let isFile =
                (type == nil || type == "duckdb" || type == "sqlite")
                && !path.contains("://") && !path.hasPrefix("postgres:")
                && !path.hasPrefix("mysql:") && path != ":memory:" && !path.isEmpty
            let isLake = path.hasPrefix(Attachment.lakePrefix)
            attachments.append(
                Attachment(
                    path: isLake ? lakePath(path) : isFile ? absolute(path) : path,
                    alias: try text(keys["alias"]),
                    type: type,
                    isReadOnly: readOnly, secret: try text(keys["secret"]),
                    options: try options(keys["options"]), line: item.line, file: file))
        }
        return attachments
    }

    /// Where Python models find modules.
    private func modulePaths(_ node: YAML.Node?) throws(PipelineError) -> [String] {
        guard let node, !node.isNull else { return [] }
        let value = try renderer.value(node)
        return (value.elements ?? [value]).compactMap(\.string).map(absolute)
    }

    /// The path of a DuckLake: that of its catalog where this is a file.
    private func lakePath(_ path: String) -> String {
        let catalog = String(path.dropFirst(Attachment.lakePrefix.count))
        return catalog.contains(":")
            ? path : Attachment.lakePrefix + absolute(catalog)
    }

    private func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        return base.appending(path: path).standardizedFileURL.path
    }

    /// The mapping a node is, all its keys known.
    func checked(
        _ node: YAML.Node, known: [String], unsupported: [String], what: String
    ) throws(PipelineError) -> YAML.Mapping {
        guard case .mapping(let mapping) = node.value else {
            throw failure("expected the keys of the \(what)", node)
        }
        for entry in mapping {
            guard case .string(let key) = entry.key.value else {
                throw failure("a key must be a word", entry.key)
            }
            if unsupported.contains(key) {
                if Value(entry.value).isEmptyOrNone || entry.value.value == .bool(false) {
                    continue
                }
                throw PipelineError.unsupported(
                    "`\(key)` of the \(what)", file: file, line: entry.key.line)
            }
            if !known.contains(key) {
                throw PipelineError(
                    .profile, "the \(what) has an unknown key '\(key)'", file: file,
                    line: entry.key.line, column: entry.key.column,
                    hint: suggestion(for: key, among: known + unsupported)
                        ?? "Known keys: \(known.joined(separator: ", ")).")
            }
        }
        return mapping
    }

    func text(_ node: YAML.Node?) throws(PipelineError) -> String? {
        guard let node, !node.isNull else { return nil }
        switch try renderer.value(node) {
        case .string(let text): return text
        case .int(let number): return String(number)
        case .none: return nil
        default: throw failure("expected a text here", node)
        }
    }

    func failure(_ message: String, _ node: YAML.Node) -> PipelineError {
        PipelineError(.profile, message, file: file, line: node.line, column: node.column)
    }

    mutating func warn(_ message: String, _ node: YAML.Node) {
        warnings.append(Warning(message, file: file, line: node.line))
    }
}
