import DuckDB
import Foundation

/// Where a synthetic memory's vector comes from.
public enum VectorSource: String, Sendable, CaseIterable {
    /// Drawn at random in clusters, and stored as the model's.
    case synthetic
    /// Made by the model out of the text.
    case model
}

/// Fills homes with what nobody said.
public struct SyntheticHome {
    /// What a home is filled with.
    public struct Plan: Sendable {
        public var memories: Int
        public var namespaces = 1
        public var vectors = VectorSource.synthetic
        public var text = SyntheticTextKind.talk
        public var seed: UInt64 = 1

        public init(memories: Int) { self.memories = memories }
    }

    /// A question and where it is asked.
    public struct Question: Sendable {
        public var namespace: String
        public var text: String
    }

    public let plan: Plan
    /// How long it took to make up what was told, which no import would do.
    public private(set) var inventionSeconds = 0.0
    private var text: any SyntheticText
    private var random: SeededGenerator

    public init(_ plan: Plan) {
        self.plan = plan
        text = plan.text.text(
            memories: plan.memories, namespaces: plan.namespaces, seed: plan.seed)
        random = SeededGenerator(seed: plan.seed &+ 1)
    }

    public var namespaces: [String] { text.namespaces }

    /// Tells the next `count` memories to an engine, as an import would, with their vectors.
    ///
    /// - Parameter progress: what is being done, how many of how many.
    public mutating func tell(
        _ count: Int, to engine: MemoryEngine, progress: (String, Int, Int) -> Void
    ) throws(MemoryError) {
        var done = 0
        while done < count {
            let (turns, took) = ContinuousClock().timed { text.next(min(10_000, count - done)) }
            inventionSeconds += took / 1000
            let told = try engine.store.remember(turns.map(\.draft), now: engine.now)
            if plan.vectors == .synthetic { try keep(turns, told, engine.store) }
            done += turns.count
            progress("telling", done, count)
        }
        if plan.vectors == .model {
            try engine.embedMissing { progress("embedding", $0, $1) }
        }
        engine.indexes.removeAll()
    }

    /// Questions about what was told, in up to ten of the namespaces by turns: a dozen words, some
    /// of them a memory's own.
    public mutating func questions(_ count: Int, in engine: MemoryEngine) throws(MemoryError)
        -> [Question]
    {
        let asked = namespaces.prefix(10)
        var contents: [String: [(speaker: String, words: [Substring])]] = [:]
        for namespace in asked {
            try engine.store.forEachMemory(namespace: namespace) { memory in
                contents[namespace, default: []].append(
                    (memory.speaker ?? "anybody", memory.content.split(separator: " ")))
            }
        }
        return (0..<count).compactMap { number in
            let namespace = asked[number % asked.count]
            guard let memories = contents[namespace] else { return nil }
            let (speaker, words) = random.pick(from: memories)
            let some = words.suffix(5).map { $0.filter(\.isLetter) }
            return Question(
                namespace: namespace,
                text: "What did \(speaker) say about the \(some.joined(separator: " "))?")
        }
    }

    /// Vectors go in by the thousand: one by one they would take longer than what is measured.
    private func keep(
        _ turns: [SyntheticTurn], _ told: [Remembered], _ store: any MemoryStore
    ) throws(MemoryError) {
        guard let store = store as? DuckDBStore else {
            return try store.keep(
                vectors: turns.flatMap(\.vector), of: told.map(\.id), model: Encoder.modelName)
        }
        try reporting(store.file) {
            let appender = try store.connection.appender(
                table: "embedding", schema: "main", catalog: StoreSchema.alias)
            try appender.append(columns: [
                .uuids(told.map(\.id)),
                .strings([String](repeating: Encoder.modelName, count: told.count)),
                .floatVectors(turns.flatMap(\.vector), dimension: Encoder.dimensions),
            ])
            try appender.close()
        }
    }
}
