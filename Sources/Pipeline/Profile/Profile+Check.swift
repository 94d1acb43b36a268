public import DuckDB

extension Profile {
    /// One step of opening a target.
    public struct Step: Sendable {
        public let label: String
        /// What was found, or why it failed.
        public let outcome: Swift.Result<String, PipelineError>

        public var isSuccess: Bool { if case .success = outcome { true } else { false } }
    }

    /// Opens the target step by step, going on where one fails, so that all faults are told.
    ///
    /// - Returns: the steps, and the connection unless the database itself cannot be opened.
    public func check(
        extensionDirectory: String? = nil
    ) -> (steps: [Step], connection: Connection?) {
        var steps: [Step] = []
        // A setting may belong to an extension, so settings are tried once all are loaded.
        var bare = self
        bare.extensions = []
        bare.attachments = []
        bare.secrets = []
        bare.settings.removeAll { !Self.limits.contains($0.name.lowercased()) }
        let opened: Opened
        do {
            opened = try bare.open(extensionDirectory: extensionDirectory)
            steps.append(Step(label: "database file", outcome: .success("open")))
        } catch {
            return ([Step(label: "database file", outcome: .failure(error))], nil)
        }
        for item in extensions {
            step("extension \(item.name)", &steps) { () throws(PipelineError) in
                try load(item, opened.connection, extensionDirectory)
                return "loaded"
            }
        }
        for secret in secrets {
            step("secret \(secret.name)", &steps) { () throws(PipelineError) in
                try make(secret, opened.connection)
                return "made"
            }
        }
        for attachment in attachments {
            step("attached database \(attachment.label)", &steps) { () throws(PipelineError) in
                try attach(attachment, opened.connection)
                return attachment.isReadOnly ? "attached, read only" : "attached"
            }
        }
        for setting in settings where !Self.limits.contains(setting.name.lowercased()) {
            step("setting \(setting.name)", &steps) { () throws(PipelineError) in
                try set(setting, opened.connection)
                return "set"
            }
        }
        return (steps, opened.connection)
    }

    private func step(
        _ label: String, _ steps: inout [Step], _ body: () throws(PipelineError) -> String
    ) {
        do {
            steps.append(Step(label: label, outcome: .success(try body())))
        } catch {
            steps.append(Step(label: label, outcome: .failure(error)))
        }
    }

    /// What an open database says of its limits: memory, threads, room on disk, version.
    public static func facts(of connection: Connection) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = []
        for name in [
            "memory_limit", "threads", "temp_directory", "max_temp_directory_size",
        ] {
            let sql = "select value from duckdb_settings() where name = ?"
            guard let value = try? connection.query(sql, [.string(name)]).first?.stringValue else {
                continue
            }
            facts.append((name, value))
        }
        return facts
    }
}
