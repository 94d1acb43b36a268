import DormouseServer
import Foundation
import JSON
import Memory
import Testing

@testable import dormouse

/// The command line beside a process that holds the home and does the commands of others.
@Suite struct CommandServerTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    private func serve() throws -> (engine: MemoryEngine, server: CommandServer) {
        let place = Home(home.home)
        var options = EngineOptions(now: Invocation.now, randomID: { UUID() })
        options.holder = "dormouse serve"
        options.isLongLived = true
        options.commandSocket = try CommandServer.path(in: place)
        let engine = try MemoryEngine(home: place, options: options)
        let desk = AgentDesk(
            version: "1", now: Invocation.now, lender: MemoryService(engine))
        return (
            engine,
            try CommandServer(
                .init(engine: engine, desk: desk), path: CommandServer.path(in: place))
        )
    }

    @Test func commandsWorkBesideAServerAsIfItWereNotThere() throws {
        let (engine, server) = try serve()
        defer { server.close() }
        #expect(try home.run("remember", "Ada moved to Lisbon").code == 0)
        let told = try home.run("remember", input: Data("Ben stayed in Porto\n".utf8))
        #expect(told.code == 0, "\(told.errors)")
        #expect(try engine.statistics(namespace: nil).store.memories == 2)
        let answer = try home.run("recall", "Where is Ada?", "--json")
        #expect(answer.code == 0)
        #expect(answer.output.contains("Ada moved to Lisbon"))
        // Paths count from where the command was called.
        let file = try home.write("talk.jsonl", "{\"content\": \"from a file\"}\n")
        let name = URL(fileURLWithPath: file).lastPathComponent
        let imported = try home.run("import", name)
        #expect(imported.code == 0, "\(imported.errors)")
        #expect(try home.run("export").lines.count == 3)
        #expect(try home.run("sleep", "-q").code == 0)
        #expect(try home.run("stats", "--json").code == 0)
    }

    @Test func exitCodesAndErrorsComeBack() throws {
        let (_, server) = try serve()
        defer { server.close() }
        let wrong = try home.run("recall")
        #expect(wrong.code == 2)
        let none = try home.run("show", "ffffffff")
        #expect(none.code == 1)
        #expect(none.errors.contains("has no memory ffffffff"))
        // Asked on standard input, which is the caller's.
        let told = try home.run("remember", "to be erased").lines.first ?? ""
        let erased = try home.run("forget", told, "--yes")
        #expect(erased.code == 0, "\(erased.errors)")
    }

    @Test func aServerThatIsGoneIsNoticedAtOnce() throws {
        do {
            let (_, server) = try serve()
            server.close()
        }
        let told = try home.run("remember", "after the server")
        #expect(told.code == 0, "\(told.errors)")
    }

    @Test func whatOpensTheHomeByItselfBorrowsIt() throws {
        let (engine, server) = try serve()
        defer { server.close() }
        #expect(try home.run("remember", "Ada moved to Lisbon", "--at", "2026-03-01").code == 0)
        #expect(try home.run("sleep", "-q").code == 0)
        let count = try home.run("sql", "SELECT count(*) n FROM source_memories.memory", "--json")
        #expect(try count.json()[0]?["n"] == 1, "\(count.errors)")
        let refused = try home.run("sql", "DELETE FROM episodes")
        #expect(refused.code == 1 && refused.errors.contains("reading only"))
        // Nothing is left of what it looked at.
        #expect(!FileManager.default.fileExists(atPath: home.home.path + "/copies"))
        let made = try home.run("sql", "--write", "CREATE TABLE notes AS SELECT 7 AS n")
        #expect(made.code == 0, "\(made.errors)")
        #expect(try home.run("sql", "FROM notes", "--json").json()[0]?["n"] == 7)
        let health = try home.run("health", "--json")
        #expect(health.code == 0, "\(health.output) \(health.errors)")
        #expect(health.output.contains("sleep_backlog"))
        #expect(try home.run("health", "source").code == 0)
        #expect(try home.run("init").output.contains("there is a home"))
        #expect(try engine.statistics(namespace: nil).store.memories == 1)
    }

    @Test func whatIsWrittenIsNotLostToASleep() throws {
        let (_, server) = try serve()
        defer { server.close() }
        #expect(try home.run("remember", "Ada moved to Lisbon").code == 0)
        let lock = home.home.appending(path: "sleep.lock").path
        let sleeper = try home.start(
            "/usr/bin/flock", ["-F", lock, "/bin/sh", "-c", "echo held; exec sleep 600"])
        defer { sleeper.process.terminate() }
        while (try? String(contentsOf: sleeper.output, encoding: .utf8))?.isEmpty != false {
            usleep(10_000)
        }
        let early = try home.run("sql", "--write", "--wait", "0", "CREATE TABLE notes (n INT)")
        #expect(early.code == 1)
        #expect(early.errors.contains("sleeps in this home"))
        // To look on, nobody waits.
        #expect(try home.run("sql", "--wait", "60", "SELECT 1").code == 0)
    }
}
