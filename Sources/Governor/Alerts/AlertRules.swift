/// Which levels are sent as alerts, and how often at most.
public struct AlertRules: Sendable, Equatable {
    /// The least severity.
    public var least = PressureLevel.warning
    /// How long the same alert is not told again, by its severity.
    public var cooldowns: [PressureLevel: Duration] = [
        .info: .seconds(3600), .warning: .seconds(1800), .critical: .seconds(900),
        .emergency: .seconds(300),
    ]
    /// Measures that send no alerts.
    public var silent: Set<Measure> = []

    public init() {}
}

/// Decides which alerts are sent. It has no clock and no channel of its own.
public struct AlertBook: Sendable, Equatable {
    /// What is known of one alert; kept from run to run.
    struct Entry: Codable, Sendable, Equatable {
        /// The severity that was sent last; `calm` where it was resolved.
        var told: Int
        /// When it was sent last, in seconds since 1970.
        var at: Double
        /// The severity of the last alert that counts for the cooldown.
        var last: Int
    }

    public let rules: AlertRules
    var entries: [String: Entry] = [:]

    public init(_ rules: AlertRules = AlertRules()) { self.rules = rules }

    /// Takes the level of a measure in, now.
    ///
    /// - Returns: what is to be sent; nil where nothing is new, or it was sent a short while ago.
    public mutating func observe(
        _ name: String, _ level: PressureLevel, message: String, at time: Double
    ) -> Alert? {
        let known = entries[name]
        let told = known.flatMap { PressureLevel(rawValue: $0.told) } ?? .calm
        guard level >= rules.least else {
            guard told > .calm, level < told else { return nil }
            entries[name]?.told = PressureLevel.calm.rawValue
            return Alert(name: name, change: .resolved, severity: told, message: message, at: time)
        }
        var change = Alert.Change.fired
        if let known {
            if told > .calm, level > told {
                change = .escalated
            } else if level.rawValue <= known.last {
                let cooldown = rules.cooldowns[level] ?? .seconds(1800)
                guard time - known.at >= cooldown / .seconds(1) else { return nil }
            }
        }
        entries[name] = Entry(told: level.rawValue, at: time, last: level.rawValue)
        return Alert(name: name, change: change, severity: level, message: message, at: time)
    }
}
