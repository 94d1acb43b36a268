import Arguments
import DuckDB
import Foundation
import JSON
import Memory
import Pipeline

/// One call of the program: what was asked, where to print, and what the machine provides.
struct Invocation {
    private(set) var command: ParsedCommand
    let console: Console
    let environment: [String: String]
    /// Where the command reads what it is not given as an argument.
    var input = FileHandle.standardInput
    /// The engine of the process that does this for another one.
    var shared: MemoryEngine?

    init(command: ParsedCommand, console: Console, environment: [String: String]) {
        self.command = command
        self.console = console
        self.environment = environment
    }

    func with(_ command: ParsedCommand) -> Invocation {
        var other = self
        other.command = command
        return other
    }

    var wantsJSON: Bool { command.flag("json") }

    var namespace: String { command.string("namespace", default: "default") }

    /// Whether a namespace was asked for, and is not the default that stands for none.
    var namespaceIsAsked: Bool { command.source(of: "namespace") != .standard }

    var home: Home {
        if let path = command.string("home") {
            return Home(URL(fileURLWithPath: path, isDirectory: true))
        }
        return Home.standard(environment: environment)
    }

    /// The PostgreSQL database that keeps the memories, where one is named.
    var databaseURL: String? {
        environment["POSTGRES_DB_URL"].flatMap { $0.isEmpty ? nil : $0 }
    }

    var isOnServer: Bool { databaseURL != nil }

    /// Whether there is where memories are kept. A server is found to be there by asking it.
    var hasStore: Bool { isOnServer || home.exists }

    var zone: TimeZone { .current }

    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(
            microseconds: Int64(time.tv_sec) * Moment.second + Int64(time.tv_nsec) / 1000)
    }

    /// Opens the home.
    ///
    /// - Parameter onServer: whether the database that `POSTGRES_DB_URL` names keeps the memories;
    ///   by default where no other home is given.
    /// - Parameter adapt: changes how it is opened.
    func engine(
        at home: Home? = nil, onServer: Bool? = nil,
        adapt: (inout EngineOptions) -> Void = { _ in }
    ) throws -> MemoryEngine {
        if let shared, home == nil, onServer == nil { return shared }
        // What is made in a home is its owner's.
        umask(0o077)
        var options = try engineOptions()
        if onServer ?? (home == nil) { options.databaseURL = databaseURL }
        options.languageModels = try languageModels()
        share(&options)
        adapt(&options)
        options.sleepSupervision = sleepSupervision()
        let engine = try MemoryEngine(home: home ?? self.home, options: options)
        if !engine.isReadOnly, let owner = (home ?? self.home).foreignOwner {
            console.warn(
                "the home belongs to \(owner), who cannot open the files that this command makes "
                    + "there: run it as \(owner)")
        }
        if let damage = engine.sleepDamage {
            console.warn("going on without what sleep derived: \(damage.message)")
        }
        if engine.leftBehind > 0 {
            console.warn(
                "\(counted(engine.leftBehind, "memory", plural: "memories")) told last cannot be seen: the "
                    + "home can only be read. Its owner's next command takes them in")
        }
        if let unfinished = engine.unfinishedErasure {
            console.warn(
                "an erasure that was interrupted cannot be finished now, and its text may still be "
                    + "in the files; the next command tries again: \(unfinished.message)")
        }
        return engine
    }

    /// Gets along with other processes of the home: borrows its files of a server, and asks an agent's
    /// process to let them go.
    func share(_ options: inout EngineOptions, changes: Bool = true) {
        let patience = options.patience
        options.borrow = { lockFile throws(MemoryError) in
            try BorrowedHome.borrow(lockFile: lockFile, patience: patience, changes: changes)
        }
        options.whileBusy = { holder in
            guard holder.commands == nil, let path = holder.agents else { return }
            HomeRequest.askToLeave(at: path)
        }
    }

    /// Runs `body` while no other process has the home's files open.
    func holdingHome<T>(_ body: () throws -> T) throws -> T {
        guard home.exists, access(home.directory.path, W_OK) == 0 else { return try body() }
        var options = try engineOptions()
        share(&options, changes: false)
        let hold = try home.hold(options)
        return try withExtendedLifetime(hold) { try body() }
    }

    /// What an engine needs of the machine.
    func engineOptions() throws -> EngineOptions {
        var options = EngineOptions(now: Self.now, randomID: { UUID() })
        options.holder = "dormouse " + command.path.joined(separator: " ")
        options.patience = .seconds(command.number("wait", default: 10))
        if let wait = command.number("wait") { options.erasurePatience = .seconds(wait) }
        options.modelDirectory = Installation.modelDirectory(environment)
        options.extensionDirectory = Installation.extensionDirectory(environment)
        let group = ControlGroup.current
        options.threads = Machine.processors(group)
        if let limit = group.memory {
            // The model and the index need their share of what the kernel allows.
            let share = Int(limit.bytes / 5 * 2 / (1 << 20))
            options.memoryLimitMiB = max(64, min(options.memoryLimitMiB, share))
        }
        // What was asked for stands.
        if let limit = try memoryLimitMiB() { options.memoryLimitMiB = limit }
        options.zone = zone
        return options
    }

    /// A line that a person types.
    func answer() -> String? {
        var line: [UInt8] = []
        while let byte = try? input.read(upToCount: 1)?.first {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// Reads times as they are typed.
    var moments: MomentParser { MomentParser(now: Self.now(), zone: zone) }

    /// - Throws: `notFound` where there is nothing that keeps memories.
    func requireStore() throws(MemoryError) {
        if hasStore { return }
        throw MemoryError(
            .notFound,
            "there are no memories at \(home.directory.path). Keep one with "
                + "dormouse remember, or name another home with --home")
    }

    /// A time from an option, or a usage error that says what is accepted.
    ///
    func moment(_ option: String) throws -> Moment? {
        try moment(option, moments.parse, MomentParser.accepted)
    }

    /// The same where a day, a month or a year counts as a whole: its beginning, or its end.
    func bound(_ option: String, end: Bool = false) throws -> Moment? {
        try moment(option, end ? moments.end : moments.start, MomentParser.acceptedAsBound)
    }

    private func moment(_ option: String, _ read: (String) -> Moment?, _ accepted: String) throws
        -> Moment?
    {
        guard let text = command.string(option) else { return nil }
        guard let moment = read(text) else {
            throw command.usageError(
                "--\(option): cannot parse '\(text)' as a time",
                suggestion: "accepted are \(accepted)")
        }
        return moment
    }

    /// The memory an id or the beginning of one names.
    func memory(_ text: String, in engine: MemoryEngine) throws -> MemoryRecord {
        if let id = UUID(uuidString: text) {
            if let memory = try engine.store.memory(id, namespace: namespace) { return memory }
        } else {
            let digits = text.replacing("-", with: "")
            guard digits.count >= 4, digits.allSatisfy(\.isHexDigit) else {
                throw command.usageError(
                    "'\(text)' is no id",
                    suggestion: "give an id, or at least its first 4 digits")
            }
            let ids = try engine.store.ids(beginningWith: digits, namespace: namespace)
            if ids.count > 1 {
                throw command.usageError(
                    "'\(text)' is the beginning of \(ids.count) ids or more",
                    suggestion: "give more digits")
            }
            if let id = ids.first, let memory = try engine.store.memory(id, namespace: namespace) {
                return memory
            }
        }
        throw MemoryError(
            .notFound, "the namespace '\(namespace)' has no memory \(text)")
    }
}
