public import DuckDB

/// Limits for one kind of machine, by name.
public struct GovernorTemplate: Sendable, Equatable {
    /// How much memory DuckDB gets.
    public enum Memory: Sendable, Equatable {
        case fixed(ByteCount)
        /// Of what the process may use.
        case share(Double)

        /// Where the process may use so much.
        func count(of usable: ByteCount) -> ByteCount {
            switch self {
            case .fixed(let count): count
            case .share(let share): .mebibytes(max(64, Int64(Double(usable.bytes) * share) >> 20))
            }
        }
    }

    public let name: String
    /// What it is for, in one line.
    public let summary: String
    public let memory: Memory
    /// Worker threads; nil: those of the machine.
    public let threads: Int?
    /// How much of the free disk may be spilled to.
    public let diskShare: Double
    public let checkpointThreshold: ByteCount
    /// Pieces of work at once.
    public let statements: Int

    /// All, from the smallest machine to the largest.
    public static let all: [GovernorTemplate] = [
        GovernorTemplate(
            name: "edge", summary: "a small device: 512 MB, 2 threads",
            memory: .fixed(.bytes(512_000_000)), threads: 2, diskShare: 0.25,
            checkpointThreshold: .mebibytes(4), statements: 1),
        GovernorTemplate(
            name: "test", summary: "tests: 1 GB, leaves nothing behind",
            memory: .fixed(.bytes(1_000_000_000)), threads: 2, diskShare: 0.25,
            checkpointThreshold: .mebibytes(16), statements: 2),
        GovernorTemplate(
            name: "laptop", summary: "8 to 16 GB of memory: 2 GB",
            memory: .fixed(.bytes(2_000_000_000)), threads: nil, diskShare: 0.5,
            checkpointThreshold: .mebibytes(16), statements: 2),
        GovernorTemplate(
            name: "production-small", summary: "16 to 32 GB of memory: 8 GB",
            memory: .fixed(.bytes(8_000_000_000)), threads: nil, diskShare: 0.7,
            checkpointThreshold: .mebibytes(64), statements: 4),
        GovernorTemplate(
            name: "production-large", summary: "64 GB of memory and more: 32 GB",
            memory: .fixed(.bytes(32_000_000_000)), threads: nil, diskShare: 0.7,
            checkpointThreshold: .mebibytes(256), statements: 8),
        GovernorTemplate(
            name: "container", summary: "60 % of the container's limit",
            memory: .share(0.6), threads: nil, diskShare: 0.5,
            checkpointThreshold: .mebibytes(16), statements: 2),
        GovernorTemplate(
            name: "cloud", summary: "every value from the environment",
            memory: .share(0.6), threads: nil, diskShare: 0.5,
            checkpointThreshold: .mebibytes(64), statements: 4),
    ]

    /// - Throws: `unknownTemplate`, with the nearest name.
    public static func named(_ name: String) throws(GovernorError) -> GovernorTemplate {
        guard let template = all.first(where: { $0.name == name }) else {
            let near = all.map(\.name).min { distance($0, name) < distance($1, name) } ?? ""
            throw GovernorError(
                .unknownTemplate,
                "there is no template '\(name)'; did you mean '\(near)'? There are "
                    + all.map(\.name).joined(separator: ", "))
        }
        return template
    }

    /// How many letters have to be added, taken out or changed to make one word of the other.
    private static func distance(_ one: String, _ other: String) -> Int {
        let (left, right) = (Array(one), Array(other))
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in right.indices {
                let changed = diagonal + (letter == right[place] ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(changed, row[place] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }

    /// The one for a machine: a container's where there is one, else by its memory.
    public static func fitting(_ machine: MachineReading) -> GovernorTemplate {
        let name =
            switch machine.physicalMemory.bytes {
            case _ where machine.group.memory != nil: "container"
            case ..<4_000_000_000: "edge"
            case ..<7_000_000_000: "test"
            case ..<15_500_000_000: "laptop"
            case ..<62_000_000_000: "production-small"
            default: "production-large"
            }
        return all.first { $0.name == name } ?? all[0]
    }
}
