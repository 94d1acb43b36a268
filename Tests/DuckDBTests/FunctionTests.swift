import DuckDB
import Foundation
import Synchronization
import Testing

/// A value behind a lock that the thread sanitizer knows, which it does not of `Mutex` on Linux.
private final class Locked<Content>: @unchecked Sendable {
    private let lock = NSLock()
    private var content: Content

    init(_ content: Content) { self.content = content }

    func withLock<R>(_ body: (inout Content) -> R) -> R {
        lock.withLock { body(&content) }
    }
}

@Test func aFunctionWrittenInSwiftAnswersFromSQL() throws {
    let connection = try memoryConnection()
    try connection.register(ScalarFunction("shout") { (text: String) in text.uppercased() + "!" })
    try connection.register(ScalarFunction("orelse") { (a: Int?, b: Int) in a ?? b })
    let row = try connection.query(
        "SELECT shout('x'), shout(NULL), orelse(1, 2), orelse(NULL, 2), orelse(1, NULL)"
    ).rows[0]
    #expect(row.values == ["X!", .null, 1, 2, .null])
    // Other connections of the database know it too.
    #expect(try connection.database.connect().query("SELECT shout('y')").first == "Y!")
}

@Test func aFunctionServesManyRowsFromSeveralThreads() throws {
    let connection = try Database(path: nil, options: .init(threads: 4)).connect()
    let threads = Locked<Set<String>>([])
    try connection.register(
        ScalarFunction(name: "spell", parameters: [.bigint], returns: .varchar) { rows, answer in
            _ = threads.withLock { $0.insert("\(Thread.current)") }
            let numbers = try rows.chunk.int64s(0)
            for row in 0..<rows.rowCount {
                guard let number = numbers[row] else { continue }
                try answer.set("this is the number \(number)", at: row)
            }
        })
    try connection.execute(
        """
        CREATE TABLE t AS SELECT CASE WHEN i % 10 = 0 THEN NULL ELSE i END AS i
        FROM range(500000) r(i)
        """)
    let wrong = try connection.query(
        """
        SELECT count(*) FROM t
        WHERE spell(i) IS DISTINCT FROM
            CASE WHEN i IS NULL THEN NULL ELSE 'this is the number ' || i END
        """)
    #expect(wrong.first == 0)
    #expect(threads.withLock { $0.count } > 1)
}

@Test func tenThousandRowsInParallelConnections() throws {
    let connection = try memoryConnection()
    try connection.register(ScalarFunction("twice") { (number: Int) in number * 2 })
    let sums = Locked<[Value]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
        guard let other = try? connection.database.connect(),
            let sum = try? other.query("SELECT sum(twice(i)) FROM range(10000) t(i)").first
        else { return }
        sums.withLock { $0.append(sum) }
    }
    #expect(sums.withLock { $0 } == Array(repeating: .hugeint(99_990_000), count: 4))
}

@Test func whatAFunctionThrowsIsTheErrorOfTheStatement() throws {
    struct Trouble: Error, CustomStringConvertible { let description = "no luck today" }
    let connection = try memoryConnection()
    try connection.register(
        ScalarFunction("fail") { (number: Int) -> Int in
            if number == 9_000 { throw Trouble() }
            return number
        })
    let error = #expect(throws: DuckDBError.self) {
        try connection.query("SELECT sum(fail(i)) FROM range(10000) t(i)")
    }
    #expect(error?.code == .invalidInput)
    #expect(error?.message.contains("fail: no luck today") == true)
    #expect(try connection.query("SELECT fail(1)").first == 1)
}

@Test func anAnswerOfTheWrongTypeIsAnErrorAndNotGarbage() throws {
    let connection = try memoryConnection()
    try connection.register(
        ScalarFunction(name: "wrong", parameters: [.bigint], returns: .uuid, eachRow: { $0[0] }))
    let error = #expect(throws: DuckDBError.self) { try connection.query("SELECT wrong(1)") }
    #expect(error?.message.contains("does not fit UUID") == true)
}

@Test func rowsThatAreNotWrittenAreNull() throws {
    let connection = try memoryConnection()
    let types: [LogicalType] = [.varchar, .list(.varchar), .structure([.init("a", .varchar)])]
    for (index, type) in types.enumerated() {
        let name = "lazy\(index)"
        try connection.register(
            ScalarFunction(name: name, parameters: [.bigint], returns: type) { _, _ in })
        let result = try connection.query(
            "SELECT \(identifier: name)(i) AS v FROM range(3000) t(i)")
        #expect(result.rows.allSatisfy { $0[0].isNull })
    }
}

@Test func aFunctionGivesVectors() throws {
    let connection = try memoryConnection()
    try connection.register(
        ScalarFunction(name: "embed", parameters: [.varchar], returns: .list(.float)) {
            rows, answer in
            let texts = try rows.chunk.strings(0)
            for row in 0..<rows.rowCount {
                try answer.set(
                    [Float](repeating: Float(texts[row]?.count ?? 0), count: 384), at: row)
            }
        })
    let vectors = try connection.query(
        "SELECT embed(repeat('x', i % 5)) AS v FROM range(5000) t(i)"
    )
    .floatVectors("v")
    #expect(vectors[4_998] == [Float](repeating: 3, count: 384))
    #expect(
        try connection.query("SELECT list_sum(embed('xy')), len(embed('xy'))").rows[0].values
            == [.double(768), 384])
}

@Test func furtherArgumentsComeAsColumns() throws {
    let connection = try memoryConnection()
    try connection.register(
        ScalarFunction(
            name: "join_all", parameters: [], variadic: .varchar, returns: .varchar,
            nullHandling: .passThrough,
            eachRow: { values in .string(values.map(\.description).joined(separator: "+")) }))
    let row = try connection.query("SELECT join_all('a'), join_all('a', NULL, 'c')").rows[0]
    #expect(row.values == ["a", "a+NULL+c"])
}

@Test func nestedArgumentsWithConstantPartsAreReadRight() throws {
    let connection = try memoryConnection()
    try connection.register(
        ScalarFunction(
            name: "reveal", parameters: [.any], returns: .varchar, nullHandling: .passThrough,
            eachRow: { .string($0[0].description) }))
    try connection.execute(
        "CREATE TABLE d AS SELECT i, ['red', 'a long green name'][i % 2 + 1] AS k FROM range(5000) t(i)"
    )
    func answers(_ expression: String) throws -> Set<String?> {
        Set(
            try connection.query(
                SQL(text: "SELECT reveal(\(expression)) AS v FROM d WHERE i % 7 = 0")
            )
            .strings("v"))
    }
    #expect(
        try answers("{'k': k, 'c': 'const', 'l': [1, NULL], 'n': NULL}") == [
            "{'k': 'red', 'c': 'const', 'l': [1, NULL], 'n': NULL}",
            "{'k': 'a long green name', 'c': 'const', 'l': [1, NULL], 'n': NULL}",
        ])
    #expect(try answers("[k, 'x']") == ["['red', 'x']", "['a long green name', 'x']"])
    #expect(try answers("MAP {k: i % 2}") == ["{'red'=0}", "{'a long green name'=1}"])
    #expect(try answers("array_value(i % 2, 7)") == ["[0, 7]", "[1, 7]"])
    #expect(try answers("k") == ["red", "a long green name"])
}

@Test func sqlFromInsideAFunctionIsRefusedAndDoesNotHang() throws {
    let connection = try memoryConnection()
    let other = try connection.database.connect()
    try connection.register(
        ScalarFunction("again") { (number: Int) -> Int in
            try other.query("SELECT 1", [])
            return number
        })
    let error = #expect(throws: DuckDBError.self) {
        try connection.query("SELECT again(i) FROM range(300000) t(i)")
    }
    #expect(error?.message.contains("cannot run SQL on the same database") == true)
    // Another database may be asked.
    let stranger = try memoryConnection()
    try connection.register(
        ScalarFunction("ask") { (number: Int) -> Int in
            try stranger.query("SELECT \(number) + 1").first?.intValue ?? 0
        })
    #expect(try connection.query("SELECT ask(1)").first == 2)
}

@Test func aVolatileFunctionIsCalledForEveryRow() throws {
    let connection = try memoryConnection()
    let calls = Atomic<Int>(0)
    try connection.register(
        ScalarFunction(name: "tick", parameters: [], returns: .bigint, isVolatile: true) {
            rows, answer in
            for row in 0..<rows.rowCount {
                try answer.set(calls.add(1, ordering: .relaxed).newValue, at: row)
            }
        })
    let result = try connection.query("SELECT count(DISTINCT tick()) FROM range(3000)")
    #expect(result.first == 3000)
}

@Test func aRegisteredFunctionIsReplacedByOneOfTheSameParameters() throws {
    let connection = try memoryConnection()
    try connection.register(ScalarFunction("f") { (number: Int) in number + 1 })
    try connection.register(ScalarFunction("f") { (number: Int) in number + 2 })
    try connection.register(ScalarFunction("f") { (text: String) in text + "!" })
    #expect(try connection.query("SELECT f(1), f('x')").rows[0].values == [3, "x!"])
    let unnamed = #expect(throws: DuckDBError.self) {
        try connection.register(ScalarFunction("") { (number: Int) in number })
    }
    #expect(unnamed?.code == .catalog)
}

@Test func aSlowFunctionSeesTheInterruptionOfItsStatement() throws {
    let connection = try memoryConnection()
    let started = DispatchSemaphore(value: 0)
    try connection.register(
        ScalarFunction(name: "slow", parameters: [.bigint], returns: .bigint) { rows, _ in
            started.signal()
            let end = ContinuousClock.now + .seconds(600)
            while ContinuousClock.now < end {
                try rows.checkInterruption()
                Thread.sleep(forTimeInterval: 0.002)
            }
        })
    Thread.detachNewThread {
        started.wait()
        connection.interrupt()
    }
    let start = ContinuousClock.now
    let error = #expect(throws: DuckDBError.self) {
        try connection.query("SELECT slow(i) FROM range(10) t(i)")
    }
    #expect(error?.code == .interrupt)
    #expect(ContinuousClock.now - start < .seconds(300))
    // The next statement starts fresh.
    #expect(try connection.query("SELECT 1").first == 1)
}

@Test func whatAFunctionHoldsIsReleasedWithTheDatabase() throws {
    final class Token: Sendable {}
    weak var seen: Token?
    do {
        let token = Token()
        seen = token
        let connection = try memoryConnection()
        try connection.register(
            ScalarFunction("hold") { (number: Int) -> Int in withExtendedLifetime(token) { number }
            })
        #expect(try connection.query("SELECT hold(5)").first == 5)
    }
    #expect(seen == nil)
}

@Test func aTableOfSwiftIsReadWhole() throws {
    let connection = try memoryConnection()
    try connection.register(
        TableFunction(name: "squares", columns: [("n", .bigint), ("text", .varchar)]) {
            (0..<5000).map { [.int($0), $0 % 2 == 0 ? .string("even") : .null] }
        })
    let counts = try connection.query("SELECT count(*), sum(n), count(text) FROM squares()", [])
    #expect(counts.chunks[0].row(0).map(\.int64Value) == [5000, 12_497_500, 2500])
    let joined = try connection.query(
        "SELECT count(*) FROM squares() a JOIN squares() b USING (n) WHERE a.n < 10", [])
    #expect(joined.first == 10)
}

@Test func aTableOfSwiftThatFailsFailsTheStatement() throws {
    struct Broken: Error, CustomStringConvertible { let description = "the well is dry" }
    let connection = try memoryConnection()
    try connection.register(
        TableFunction(name: "dry", columns: [("n", .bigint)]) { throw Broken() })
    let error = #expect(throws: DuckDBError.self) { try connection.query("FROM dry()", []) }
    #expect(error?.message.contains("the well is dry") == true)
    #expect(try connection.query("SELECT 1", []).first == 1)
}
