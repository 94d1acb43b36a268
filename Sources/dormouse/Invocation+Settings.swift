import Arguments
import DuckDB
import Foundation
import Memory
import Pipeline
import Settings

extension Invocation {
    /// All sections of `dormouse.yml`; each is read by the part of the program it belongs to.
    static let settingsSections = [
        "alerts", "authentication", "endpoints", "features", "governor", "health",
        "language_models", "retention", "rhythm",
        "server", "sleep", "store",
    ]

    /// `dormouse.yml`: --config, else DORMOUSE_CONFIG, else here, else in the home; empty where
    /// there is none.
    func settings() throws -> SettingsFile {
        let here = URL(
            fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
        guard
            let file = SettingsFile.find(
                "dormouse.yml", named: command.string("config"), in: [here, home.directory])
        else { return SettingsFile(environment: environment) }
        return try SettingsFile(
            reading: file, sections: Self.settingsSections, environment: environment)
    }

    /// How much memory DuckDB may use: DORMOUSE_MEMORY_LIMIT, else `sleep: memory_limit` of
    /// dormouse.yml; nil where neither says.
    func memoryLimitMiB() throws -> Int? {
        var section = try settings().section("sleep")
        let set = try section.string("memory_limit")
        try section.finish()
        let asked = environment["DORMOUSE_MEMORY_LIMIT"].flatMap { $0.isEmpty ? nil : $0 }
        guard let text = asked ?? set else { return nil }
        guard let limit = ByteCount(duckDBText: text), limit >= .mebibytes(128) else {
            throw MemoryError(
                .invalidInput,
                "\(asked == nil ? "sleep: memory_limit" : "DORMOUSE_MEMORY_LIMIT") '\(text)' is no "
                    + "size of at least 128MiB; write 512MiB or 2GiB")
        }
        return Int(limit.bytes >> 20)
    }
}
