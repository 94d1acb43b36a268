import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Memory

/// The vectors on the server: how they are kept, by whom, and found.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct StoreVectorTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: .postgreSQL) }

    private func connect() throws -> BlockingConnection {
        try #require(try home.database?.connect())
    }

    @Test func manyVectorsAreKeptAsFewAre() throws {
        let engine = try home.open()
        let told = try engine.store.remember(
            try (0..<200).map { try MemoryDraft("number \($0)") }, now: engine.now)
        // One that was erased meanwhile, or never was.
        let ids = told.map(\.id) + [UUID()]
        let vectors = (0..<ids.count * 3).map { Float($0) / 7 }
        for _ in 0..<2 {
            try engine.store.keep(vectors: vectors, of: ids, model: "many")
            for start in stride(from: 0, to: ids.count, by: 50) {
                let range = start..<min(start + 50, ids.count)
                let part = Array(vectors[range.lowerBound * 3..<range.upperBound * 3])
                try engine.store.keep(vectors: part, of: Array(ids[range]), model: "few")
            }
        }
        let same: Int = try connect().query(
            """
            SELECT count(*) FROM dormouse.embedding m JOIN dormouse.embedding f USING (memory_id)
            WHERE m.model = 'many' AND f.model = 'few' AND m.namespace = f.namespace
                AND m.vector::text = f.vector::text
            """
        ).value()
        #expect(same == 200)
        // What is wholly new is copied straight; what came in between is not told twice.
        let other = Array(vectors.prefix(200 * 3))
        try engine.store.keep(vectors: [1, 0, 0], of: [told[7].id], model: "between")
        for model in ["between", "new"] {
            try engine.store.keep(vectors: other, of: told.map(\.id), model: model)
        }
        let kept = try connect().query(
            "SELECT model, count(*) FROM dormouse.embedding GROUP BY 1 ORDER BY 1")
        #expect(try kept.values(0, as: String.self) == ["between", "few", "many", "new"])
        #expect(try kept.values(1, as: Int.self) == [200, 200, 200, 200])
    }

    /// COPY knows no policies; a writer that may see one namespace comes by another way.
    @Test func aWriterOfOneNamespaceKeepsManyVectorsThereAndNoneElsewhere() throws {
        let owner = try home.open()
        let database = try #require(home.database)
        let drafts = try ["mine", "theirs"].flatMap { space in
            try (0..<100).map { try MemoryDraft("number \($0)", in: space) }
        }
        let told = try owner.store.remember(drafts, now: owner.now)
        let role = "writer_\(database.name)"
        try connect().execute(
            script: """
                CREATE ROLE "\(role)" LOGIN IN ROLE dormouse_writer;
                SELECT dormouse.grant_namespace('\(role)', 'mine');
                """)
        let url = database.url.replacing("postgres@", with: "\(role)@")
        let writer = try PostgreSQLStore(url: url, holder: "test", patience: .seconds(5))
        try writer.keep(
            vectors: [Float](repeating: 0.5, count: 200 * 8), of: told.map(\.id), model: "m")
        let kept = try connect().query("SELECT DISTINCT namespace FROM dormouse.embedding")
        #expect(try kept.values(0, as: String.self) == ["mine"])
        #expect(try owner.store.countWithoutEmbedding(model: "m") == 100)
    }

    @Test func severalModelsOfDifferentSizesLiveSideBySide() throws {
        let engine = try home.open()
        let id = try engine.remember(try MemoryDraft("one")).id
        try engine.store.keep(vectors: [1, 0, 0], of: [id], model: "small")
        try engine.store.keep(
            vectors: [Float](repeating: 0.5, count: 384), of: [id], model: Encoder.modelName)
        #expect(
            try engine.store.nearest(to: [1, 0, 0], namespace: "default", model: "small", limit: 5)
                .map(\.similarity) == [1])
        #expect(try engine.store.countWithoutEmbedding(model: Encoder.modelName) == 0)
        #expect(try engine.store.countWithoutEmbedding(model: "third") == 1)
    }

    /// Memories of two namespaces with vectors in clusters, as sentences have them, and some that
    /// are near to none of them.
    private func fill(
        _ engine: MemoryEngine, _ large: String, _ count: Int
    ) throws -> (random: SeededGenerator, made: SyntheticVectors) {
        var random = SeededGenerator(seed: 11)
        let made = SyntheticVectors(topics: 40, random: &random)
        for (namespace, count) in [(large, count), ("small", 300)] {
            let drafts = try (0..<count).map { number in
                var draft = try MemoryDraft("tale \(number)", in: namespace)
                draft.time = .stated(
                    Moment(microseconds: engine.now.microseconds - Int64(number) * Moment.day))
                return draft
            }
            let told = try engine.store.remember(drafts, now: engine.now)
            let vectors = (0..<count).flatMap { made.draw(topic: $0, &random) }
            try engine.store.keep(
                vectors: vectors, of: told.map(\.id), model: Encoder.modelName)
        }
        return (random, made)
    }

    private func search(_ vector: [Float], _ namespace: String, asOf: Moment? = nil)
        -> CandidateSearch
    {
        CandidateSearch(
            namespace: namespace, model: Encoder.modelName, dimensions: Encoder.dimensions,
            words: [], vector: vector, asOf: asOf, reach: 30)
    }

    @Test func aNamespaceWithAnIndexOfItsOwnIsAnsweredByItAndFindsWhatIsNear() throws {
        let engine = try home.open()
        // What is quoted once by hand is quoted wrongly somewhere.
        let large = #"it's "large" %s \#'; DROP TABLE dormouse.memory --"#
        var (random, made) = try fill(engine, large, 4000)
        let server = try #require(engine.store as? PostgreSQLStore)
        let connection = try connect()
        let statements = try connection.query("SELECT dormouse.vector_index(\(large))")
            .values(0, as: String.self)
        #expect(statements.count == 1)
        for statement in statements + statements {
            try connection.query(PostgresQuery(unescaped: statement))
        }
        try connection.execute(script: "ANALYZE dormouse.memory, dormouse.embedding")
        func scans() throws -> Int {
            try connection.query(
                """
                SELECT coalesce(sum(idx_scan), 0)::bigint FROM pg_stat_user_indexes
                WHERE indexrelname = dormouse.vector_index_name(\(large), \(Encoder.modelName))
                """
            ).value()
        }
        let before = try scans()
        var found = 0
        for number in 0..<30 {
            let vector = made.draw(topic: number, &random)
            let index = try server.candidateIndex(search(vector, large), speakers: [])
            let exact = try server.nearest(
                to: vector, namespace: large, model: Encoder.modelName, limit: 10)
            found += Set(exact.map(\.id)).intersection(index.ids).count
        }
        #expect(Double(found) / 300 >= 0.97)
        // What a connection did is known a moment later.
        let deadline = ContinuousClock.now + .seconds(120)
        while try scans() < before + 30, ContinuousClock.now < deadline { usleep(50_000) }
        #expect(try scans() >= before + 30)

        // However little is left of the namespace, all of it is found.
        let vector = made.draw(topic: 3, &random)
        let early = Moment(microseconds: engine.now.microseconds - 3990 * Moment.day)
        let few = try server.candidateIndex(search(vector, large, asOf: early), speakers: [])
        #expect(few.count == 10)
        let small = try server.candidateIndex(search(vector, "small"), speakers: [])
        let exact = try server.nearest(
            to: vector, namespace: "small", model: Encoder.modelName, limit: 30)
        #expect(Set(small.ids) == Set(exact.map(\.id)))
        #expect(small.count == 30)
    }

    @Test(.enabled(if: StoreKind.available.contains(.plainPostgreSQL)))
    func withoutTheExtensionAnIndexOfVectorsIsRefusedWithAReason() throws {
        let plain = try TemporaryHome(store: .plainPostgreSQL)
        _ = try plain.open().remember(try MemoryDraft("one"))
        let connection = try #require(try plain.database?.connect())
        do {
            _ = try connection.query("SELECT dormouse.vector_index('default')")
            Issue.record("it was not refused")
        } catch {
            #expect("\(error)".contains("real[]") && "\(error)".contains("extension vector"))
        }
    }
}
