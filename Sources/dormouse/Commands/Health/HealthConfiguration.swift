import Foundation
import Health
import YAML

/// Finds the `health` section of `dormouse.yml`.
enum HealthConfiguration {
    /// - Parameters:
    ///   - path: a file that must be there.
    ///   - folders: where `dormouse.yml` is looked for without one; it need not be there.
    static func read(_ path: String?, in folders: [URL]) throws -> HealthSettings {
        let places = folders.map { $0.appending(path: "dormouse.yml").path }
        let found = path ?? places.first { FileManager.default.fileExists(atPath: $0) }
        guard let file = found else { return HealthSettings() }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw HealthError("cannot read \(file). Name another file with --config")
        }
        do {
            let root = try YAML.parse(String(decoding: data, as: UTF8.self), file: file)
            guard let section = root["health"], !section.isNull else { return HealthSettings() }
            return try HealthSettings(section)
        } catch let error as HealthError {
            throw HealthError("\(file), \(error)")
        }
    }
}
