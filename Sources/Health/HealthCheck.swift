public import JSON

/// One thing that was looked at: how it is, the figure, the limit, and what to do.
public struct HealthCheck: Sendable, Hashable {
    /// `cache_hit`: the key of its limits and of the history.
    public var name: String
    public var level: HealthLevel
    /// As a person reads it: `98.2 %`, `3 of 100`.
    public var figure: String
    /// The figure as a number, where it is one: what the history keeps.
    public var value: Double?
    /// `yellow under 95 %, red under 80 %`; empty where there is none.
    public var limit: String
    /// What to do; nil where all is well.
    public var advice: String?
    /// What it is about in particular: names of tables, indexes, processes.
    public var details: [String]

    public init(
        _ name: String, _ level: HealthLevel, _ figure: String, value: Double? = nil,
        limit: String = "", advice: String? = nil, details: [String] = []
    ) {
        self.name = name
        self.level = level
        self.figure = figure
        self.value = value
        self.limit = limit
        self.advice = level == .green ? nil : advice
        self.details = details
    }

    public var json: JSON {
        [
            "name": .string(name), "level": .string(level.rawValue), "figure": .string(figure),
            "value": JSON(value), "limit": .string(limit), "advice": JSON(advice),
            "details": JSON(details),
        ]
    }
}
