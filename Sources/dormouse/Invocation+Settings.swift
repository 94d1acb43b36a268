import Arguments
import Foundation
import Memory
import Settings

extension Invocation {
    /// All sections of `dormouse.yml`; each is read by the part of the program it belongs to.
    static let settingsSections = [
        "alerts", "authentication", "governor", "health", "language_models", "retention", "rhythm",
        "server", "store",
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
}
