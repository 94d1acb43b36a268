import Foundation
import Governor
import Settings

/// The section `alerts` of `dormouse.yml`.
struct AlertSettings {
    var rules = AlertRules()
    var channels: [AlertChannel] = []

    private enum Kind: String, CaseIterable { case log, command, webhook }

    private enum Severity: String, CaseIterable {
        case info, warning, critical, emergency

        var level: PressureLevel {
            PressureLevel.allCases.first { $0.description == rawValue } ?? .warning
        }
    }

    init(_ file: SettingsFile, environment: [String: String]) throws {
        var section = try file.section("alerts")
        if let severity: Severity = try section.choice("severity") { rules.least = severity.level }
        var cooldowns = try section.section("cooldown")
        for severity in Severity.allCases {
            if let time = try cooldowns.duration(severity.rawValue) {
                rules.cooldowns[severity.level] = time
            }
        }
        try cooldowns.finish()
        for name in try section.strings("silent") ?? [] {
            guard let measure = Measure(rawValue: name) else {
                let known = Measure.allCases.map(\.rawValue).joined(separator: ", ")
                throw section.error("silent", "has no measure '\(name)'; they are \(known)")
            }
            rules.silent.insert(measure)
        }
        for var entry in try section.sections("channels") {
            guard let kind: Kind = try entry.choice("kind") else {
                throw entry.error("kind", "is needed: log, command or webhook")
            }
            let url = try entry.string("url")
            let command = try entry.string("command")
            let path = try entry.folder("file")?.path
            let secretName = try entry.string("secret_env")
            try entry.finish()
            switch kind {
            case .log: channels.append(.log(file: path))
            case .command:
                guard let command else { throw entry.error("command", "is needed") }
                channels.append(.command(command))
            case .webhook:
                guard let url, url.hasPrefix("http://") || url.hasPrefix("https://") else {
                    throw entry.error("url", "must be an http or https URL")
                }
                var secret: String?
                if let secretName {
                    guard let value = environment[secretName], !value.isEmpty else {
                        throw entry.error(
                            "secret_env", "names the variable \(secretName), which is not set")
                    }
                    secret = value
                }
                channels.append(.webhook(url: url, secret: secret))
            }
        }
        try section.finish()
    }
}
