/// What a file beside a migration says of how it runs: `V1__x.sql.conf` of Flyway, `metadata.toml`
/// of Diesel.
struct ScriptSettings {
    var isWithoutTransaction = false
    var replacesPlaceholders = true

    init() {}

    /// A file of Flyway with the values of its placeholders put in.
    func filled(
        _ raw: String, _ placeholders: Placeholders, path: String
    ) throws(MigrationError) -> String {
        replacesPlaceholders ? try placeholders.replaced(in: raw, path: path) : raw
    }

    /// - Throws: a setting that is not known here.
    init(_ text: String, path: String) throws(MigrationError) {
        for line in SourceLines(text).texts {
            // A comment may stand behind a value, too.
            let said = line.prefix { $0 != "#" }
            let parts = said.split(separator: "=", maxSplits: 1).map { $0.trimmed.lowercased() }
            guard parts.count == 2 else { continue }
            switch (parts[0], parts[1]) {
            case ("executeintransaction", "false"), ("run_in_transaction", "false"):
                isWithoutTransaction = true
            case ("placeholderreplacement", "false"): replacesPlaceholders = false
            case ("executeintransaction", _), ("run_in_transaction", _),
                ("placeholderreplacement", _), ("encoding", "utf-8"), ("encoding", "utf8"),
                ("shouldexecute", "true"):
                break
            default:
                throw MigrationError(
                    .fileUnreadable,
                    "\(path): '\(line.trimmed)' is a setting that is not known here. Nothing was run"
                )
            }
        }
    }
}
