public import YAML

/// Why a settings file cannot be used, and where. It never repeats a value: one may be a secret.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The file that was named cannot be read.
        case unreadable
        /// It is not YAML, or not laid out as settings are.
        case malformed
        /// A section or key that nobody knows.
        case unknownKey
        /// A value of the wrong kind or out of range.
        case badValue
        /// An environment variable that is not set and has no default.
        case missingVariable
    }

    public let code: Code
    /// What is wrong and what to do, without the place.
    public let message: String
    public let position: YAML.Position?

    public init(_ code: Code, _ message: String, _ position: YAML.Position? = nil) {
        self.code = code
        self.message = message
        self.position = position
    }

    /// `dormouse.yml:12: …`
    public var description: String {
        position.map { "\($0.file):\($0.line): \(message)" } ?? message
    }
}
