import Foundation
import JSON
import LanguageModels
import PostgreSQLTestSupport
import Synchronization

@testable import Memory

/// A home in a folder of its own, with a clock and ids that the test gives; the folder goes with it.
final class TemporaryHome: Sendable {
    let directory: URL
    /// What the clock says; only the test moves it.
    let clock: Mutex<Moment>
    /// Whether each reading is a microsecond later than the one before.
    let runs = Atomic(false)
    private let ids = Mutex<UInt64>(0)
    /// What keeps the memories; nil where a file of the home does.
    let database: TestDatabase?

    /// - Parameters:
    ///   - now: the first reading of the clock.
    ///   - store: what keeps the memories.
    init(now: String = "2026-05-13T12:00:00Z", store: StoreKind = .file) throws {
        database = try store.database()
        clock = Mutex(try Moment(stated: now))
        directory = FileManager.default.temporaryDirectory
            .appending(path: "dormouse-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var home: Home { Home(directory.appending(path: "home")) }

    private func read() -> Moment {
        clock.withLock { moment in
            if runs.load(ordering: .relaxed) { moment = moment.adding(1) }
            return moment
        }
    }

    func set(now: String) throws {
        let moment = try Moment(stated: now)
        clock.withLock { $0 = moment }
    }

    /// A home over a database that the test made.
    init(database: TestDatabase) throws {
        self.database = database
        clock = Mutex(try Moment(stated: "2026-05-13T12:00:00Z"))
        directory = FileManager.default.temporaryDirectory
            .appending(path: "dormouse-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    /// A further home, as on another machine, over the same database.
    init(beside other: TemporaryHome) throws {
        database = other.database
        clock = Mutex(other.clock.withLock { $0 })
        directory = FileManager.default.temporaryDirectory
            .appending(path: "dormouse-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    /// Opens the home. One engine at a time: the one before must be gone.
    ///
    /// - Parameters:
    ///   - model: whether with the embedding model.
    ///   - languageModel: what sleep takes the language model's name to be.
    ///   - functions: what asks a server of language models.
    ///   - project: another sleep project than the one that is shipped.
    ///   - isLongLived: as a server, which keeps what it is told in a log first.
    func open(
        model: Bool = false, languageModel: String? = nil, functions: ModelFunctions? = nil,
        threads: Int = 2, zone: TimeZone = .gmt, patience: Duration = .seconds(20),
        project: URL? = nil, isLongLived: Bool = false,
        configure: (inout EngineOptions) -> Void = { _ in }
    ) throws -> MemoryEngine {
        var options = EngineOptions(
            now: { [self] in read() }, randomID: { [self] in nextID() })
        options.isLongLived = isLongLived
        options.modelDirectory = model ? Bootstrapped.model : nil
        options.sleepProject = project
        options.languageModel = languageModel
        options.languageModels = functions
        options.threads = threads
        options.zone = zone
        options.patience = patience
        options.databaseURL = database?.url
        options.extensionDirectory = Bootstrapped.extensions
        configure(&options)
        return try MemoryEngine(home: home, options: options)
    }

    /// Writes a file beside the home.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> URL { try write(name, Data(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ data: Data) throws -> URL {
        let file = directory.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file
    }

    /// 1, 2, 3… as ids.
    private func nextID() -> UUID {
        let number = ids.withLock { number in
            number += 1
            return number
        }
        let digits = String(number, radix: 16)
        let text = String(repeating: "0", count: 12 - digits.count) + digits
        return UUID(uuidString: "00000000-0000-4000-8000-" + text) ?? UUID()
    }
}

/// What `scripts/bootstrap` laid down in this checkout.
enum Bootstrapped {
    static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardized
    /// The folder of the embedding model.
    static let model = checkout.appending(path: ".prefix/share/dormouse/model").path
    /// The folder of DuckDB's extensions.
    static let extensions = checkout.appending(path: ".prefix/lib/duckdb/extensions").path
    /// The journal that is shipped as an example.
    static let journal = checkout.appending(path: "examples/journal/journal.jsonl")
}

extension Moment {
    /// A time that must be readable.
    init(stated text: String) throws {
        let parser = MomentParser(now: .earliest, zone: .gmt)
        guard let moment = parser.parse(text) else {
            throw MemoryError(.invalidInput, "the test says no time: \(text)")
        }
        self = moment
    }
}

extension MemoryDraft {
    /// A draft as tests write it.
    init(
        _ content: String, at time: String? = nil, in namespace: String = "default",
        by speaker: String? = nil, session: String? = nil
    ) throws {
        self.init(
            namespace: namespace, content: content,
            time: try time.map { .stated(try Moment(stated: $0)) } ?? .now)
        self.speaker = speaker
        sessionID = session
    }
}

extension MemoryEngine {
    /// Imports a file the way most tests want it.
    @discardableResult
    func take(
        _ path: URL, _ format: ImportFormat? = nil, namespace: String = "default",
        keepsGoing: Bool = false
    ) throws(MemoryError) -> ImportReport {
        var request = ImportRequest(path: path, namespace: namespace)
        request.formats = format.map { [$0] } ?? []
        request.keepsGoing = keepsGoing
        return try importMemories(request)
    }

    /// Everything `export` hands out.
    func exported(namespace: String? = nil) throws -> [String] {
        var lines: [String] = []
        try export(namespace: namespace) { lines.append($0) }
        return lines
    }

    /// Every memory, by event time.
    func all(namespace: String? = nil) throws -> [MemoryRecord] {
        var memories: [MemoryRecord] = []
        try store.forEachMemory(namespace: namespace) { memories.append($0) }
        return memories
    }
}

/// Numbers that look random and are the same on every run (SplitMix64, Steele et al. 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The error a body throws, where it is one of Memory's.
func memoryError(_ body: () throws -> Void) -> MemoryError? {
    do {
        try body()
        return nil
    } catch { return error as? MemoryError }
}
