import Foundation
import Health
import YAML

/// Finds the `health` section of `dormouse.yml`.
enum HealthConfiguration {
    /// - Parameter path: a file that must be there; nil for `dormouse.yml` in the folder, which
    ///   need not.
    static func read(_ path: String?, environment: [String: String]) throws -> HealthSettings {
        let file = path ?? "dormouse.yml"
        guard let data = FileManager.default.contents(atPath: file) else {
            guard let path else { return HealthSettings() }
            throw HealthError("cannot read \(path). Name another file with --config")
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
