public import JSON

/// Whether a cycle, slept again on what it saw, makes the same; and what differs where it does not.
public struct SleepReplay: Sendable, Hashable {
    public enum Cause: String, Sendable, CaseIterable {
        case project, parameters, model, clock, memories, engine
    }

    public struct Difference: Sendable, Hashable {
        public var cause: Cause
        public var text: String
    }

    /// A table that came out otherwise.
    public struct Table: Sendable, Hashable {
        public var name: String
        public var was: Int
        public var isNow: Int
    }

    public var cycle: Int
    public var tables: [Table]
    /// Tables that are the same, bit for bit.
    public var same: Int
    public var differences: [Difference]
    public var isSame: Bool { tables.isEmpty }

    public var json: JSON {
        [
            "cycle": .int(cycle), "same": .bool(isSame),
            "tables_compared": .int(same + tables.count),
            "tables": .array(
                tables.map {
                    ["table": .string($0.name), "was": .int($0.was), "is": .int($0.isNow)]
                }),
            "differences": .array(
                differences.map {
                    ["cause": .string($0.cause.rawValue), "text": .string($0.text)]
                }),
        ]
    }
}
