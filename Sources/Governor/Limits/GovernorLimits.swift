public import DuckDB

/// The limits that hold, each with who set it.
public struct GovernorLimits: Sendable, Equatable {
    public let template: GovernorTemplate
    public let templateOrigin: LimitOrigin
    public let memory: Sourced<ByteCount>
    /// Of a process of its own that computes one model.
    public let processMemory: Sourced<ByteCount>
    public let threads: Sourced<Int>
    public let temporaryDirectory: Sourced<String>
    public let maxTemporarySize: Sourced<ByteCount>
    public let checkpointThreshold: Sourced<ByteCount>
    public let statements: Sourced<Int>
    public let statementTime: Sourced<Duration>
    /// Of one model of a pipeline, and of a whole run; nil: as long as they want.
    public let modelTime: Sourced<Duration>?
    public let runTime: Sourced<Duration>?
    /// What had to be cut, and what is wrong with where work spills to.
    public let warnings: [String]

    /// DuckDB alone gets no more of the memory that the process may use.
    static let largestShare = 0.8
    /// An interactive statement's time where nothing else is said.
    public static let standardStatementTime = Duration.seconds(300)

    /// What holds of what was asked.
    ///
    /// - Parameters:
    ///   - template: by name, and who named it; nil for the one that fits the machine.
    ///   - requests: from the strongest source to the weakest; the first that says something of a
    ///     value counts. All of them are stronger than the template.
    ///   - standardDirectory: where work spills where nobody says.
    ///   - disk: looks at a directory that work would spill to.
    /// - Throws: `unknownTemplate`, `badLimit`, `temporaryDirectory`.
    public init(
        template named: (name: String, origin: LimitOrigin)? = nil,
        requests: [(origin: LimitOrigin, request: LimitRequest)], machine: MachineReading,
        standardDirectory: String, disk: (String) -> SpillPlace = SpillPlace.init(path:)
    ) throws(GovernorError) {
        for (origin, request) in requests {
            if let problem = request.problem {
                throw GovernorError(.badLimit, "\(origin): \(problem)")
            }
        }
        func first<Value>(_ key: KeyPath<LimitRequest, Value?>) -> Sourced<Value>? {
            for (origin, request) in requests {
                if let value = request[keyPath: key] { return Sourced(value, origin) }
            }
            return nil
        }
        if let named {
            template = try GovernorTemplate.named(named.name)
            templateOrigin = named.origin
        } else {
            template = GovernorTemplate.fitting(machine)
            templateOrigin = .machine
        }
        let template = self.template
        let weakest = LimitOrigin.template(template.name)
        var warnings: [String] = []

        let usable = machine.usableMemory
        let most = ByteCount.mebibytes(
            max(64, Int64(Double(usable.bytes) * Self.largestShare) >> 20))
        var memory =
            first(\.memory)
            ?? Sourced(template.memory.count(of: usable), weakest)
        if memory.value > most {
            // A template is made for a kind of machine, and nobody asked for its figure.
            if memory.origin != weakest {
                warnings.append(
                    "the memory limit of \(memory.value) (\(memory.origin)) is cut to \(most): "
                        + "the process may use \(usable)")
            }
            memory = Sourced(most, memory.origin, asked: memory.value)
        }
        self.memory = memory
        processMemory = Self.processMemory(
            asked: first(\.processMemory), beside: memory, isOfTemplate: memory.origin == weakest,
            usable: usable, most: most, &warnings)

        var threads =
            first(\.threads)
            ?? template.threads.map { Sourced($0, weakest) }
            ?? Sourced(machine.usableProcessors, .machine)
        if threads.value > machine.usableProcessors {
            if threads.origin != weakest {
                warnings.append(
                    "\(threads.value) threads (\(threads.origin)) are cut to "
                        + "\(machine.usableProcessors): the process may use so many processors")
            }
            threads = Sourced(
                machine.usableProcessors, threads.origin, asked: threads.value)
        }
        self.threads = threads

        temporaryDirectory = first(\.temporaryDirectory) ?? Sourced(standardDirectory, .machine)
        let place = disk(temporaryDirectory.value)
        if let problem = place.problem {
            throw GovernorError(
                .temporaryDirectory,
                "the temporary directory \(temporaryDirectory.value) "
                    + "(\(temporaryDirectory.origin)) \(problem)")
        }
        if place.isMemory {
            warnings.append(
                "the temporary directory \(temporaryDirectory.value) is in memory (tmpfs): what "
                    + "is spilled there counts as memory")
        }
        let room = place.free.map { Int64(Double($0.bytes) * template.diskShare) >> 20 }
        var temporary =
            first(\.maxTemporarySize)
            ?? Sourced(room.map { .mebibytes($0) } ?? .gibibytes(10), weakest)
        if let free = place.free, temporary.value > free {
            warnings.append(
                "\(temporary.value) of temporary files (\(temporary.origin)) are cut to \(free): "
                    + "the disk of \(temporaryDirectory.value) has no more room")
            temporary = Sourced(free, temporary.origin, asked: temporary.value)
        }
        maxTemporarySize = temporary
        checkpointThreshold =
            first(\.checkpointThreshold) ?? Sourced(template.checkpointThreshold, weakest)
        statements = first(\.statements) ?? Sourced(template.statements, weakest)
        statementTime =
            first(\.statementTime) ?? Sourced(Self.standardStatementTime, weakest)
        modelTime = first(\.modelTime)
        runTime = first(\.runTime)
        self.warnings = warnings
    }

    /// What a process of its own gets. Where nobody has limited this one, half of what may be used:
    /// it ends with its model, and is the first to be ended where memory runs out.
    private static func processMemory(
        asked: Sourced<ByteCount>?, beside memory: Sourced<ByteCount>, isOfTemplate: Bool,
        usable: ByteCount, most: ByteCount, _ warnings: inout [String]
    ) -> Sourced<ByteCount> {
        let half = ByteCount.mebibytes(usable.bytes >> 21)
        let found =
            asked ?? Sourced(isOfTemplate ? max(memory.value, half) : memory.value, memory.origin)
        guard found.value > most else { return found }
        if asked != nil {
            warnings.append(
                "the memory limit of \(found.value) for a process (\(found.origin)) is cut to "
                    + "\(most): it may use \(usable)")
        }
        return Sourced(most, found.origin, asked: found.value)
    }

    /// As settings of DuckDB, by its names.
    public var settings: [(name: String, value: String)] {
        [
            ("memory_limit", "\(memory.value)"), ("threads", "\(threads.value)"),
            ("temp_directory", temporaryDirectory.value),
            ("max_temp_directory_size", "\(maxTemporarySize.value)"),
            ("checkpoint_threshold", "\(checkpointThreshold.value)"),
        ]
    }
}
