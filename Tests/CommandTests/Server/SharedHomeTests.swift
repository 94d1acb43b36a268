import Foundation
import JSON
import Testing

/// Several agents of one person, a server and the command line, all at the same home.
@Suite struct SharedHomeTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    private var owner: Int? {
        let text = try? String(
            contentsOf: home.home.appending(path: "lock"), encoding: .utf8)
        return text.flatMap { try? JSON.parse($0)["pid"]?.int }
    }

    @Test func twoAgentsShareAHomeAndTheSecondGoesOnAlone() throws {
        let first = try AgentProcess(home)
        try first.remember("Ada moved to Lisbon")
        let second = try AgentProcess(home)
        #expect(try second.found("Where is Ada?") == 1)
        try second.remember("Ben stayed in Porto")
        #expect(try first.found("Where is Ben?") == 2)
        #expect(owner == Int(first.process.processIdentifier))
        try first.leave()
        #expect(try second.found("Where is Ben?") == 2)
        #expect(owner == Int(second.process.processIdentifier))
        let third = try AgentProcess(home)
        #expect(try third.found("Where is Ben?") == 2)
        kill(second.process.processIdentifier, SIGKILL)
        second.process.waitUntilExit()
        #expect(try third.found("Where is Ben?") == 2)
        try third.leave()
    }

    @Test func theCommandLineGetsAHomeThatAnAgentHasOpen() throws {
        let agent = try AgentProcess(home)
        for number in 1...3 {
            try agent.remember("by the agent, \(number)")
            #expect(try home.run("remember", "by hand, \(number)").code == 0)
        }
        #expect(try agent.found("by") == 6)
        #expect(try home.run("export").lines.count == 6)
        #expect(try home.run("sleep", "-q").code == 0)
        #expect(try home.run("sql", "SELECT count(*) FROM episodes").code == 0)
        #expect(try agent.found("by") == 6)
        try agent.leave()
    }

    @Test func theCommandLineGetsAHomeOfAnAgentThatIsNeverIdle() throws {
        let agent = try AgentProcess(home)
        try agent.remember("by the agent")
        let command = try home.start(
            CommandHome.program, ["remember", "by hand", "--wait", "300"])
        try agent.keepAsking { command.process.isRunning }
        #expect(command.wait().code == 0)
        #expect(try agent.found("by") == 2)
        try agent.leave()
    }

    @Test func anAgentAsksAServerThatStartsLaterAndGoesOnWhenThatIsGone() throws {
        let agent = try AgentProcess(home)
        try agent.remember("Ada moved to Lisbon")
        let server = try home.serve()
        #expect(owner != Int(agent.process.processIdentifier))
        #expect(try agent.found("Where is Ada?") == 1)
        try agent.remember("Ben stayed in Porto")
        let wrong = try agent.call("forget", ["id": "ffffffff-0000-0000-0000-000000000000"])
        #expect(wrong["isError"] == true)
        let ended = server.stop()
        #expect(ended.code == 0)
        // What an agent changes is written down like any other's request, and not what it says.
        #expect(ended.errors.contains(#""action":"mcp remember""#))
        #expect(!ended.errors.contains("Porto"))
        #expect(try agent.found("Where is Ben?") == 2)
        let other = try home.serve()
        #expect(try agent.found("Where is Ben?") == 2)
        kill(other.running.process.processIdentifier, SIGKILL)
        _ = other.running.wait()
        #expect(try agent.found("Where is Ben?") == 2)
        try agent.leave()
    }

    @Test func aHomeTooDeepForASocketIsSharedToo() throws {
        let deep = home.folder.appending(path: String(repeating: "deep/", count: 30) + "home").path
        let agents = try (0..<2).map { _ in try AgentProcess(home, ["--home", deep]) }
        for (number, agent) in agents.enumerated() { try agent.remember("note \(number)") }
        #expect(try home.run("export", "--home", deep).lines.count == 2)
        for agent in agents { try agent.leave() }
        #expect(try home.run("export", "--home", deep).lines.count == 2)
    }
}
