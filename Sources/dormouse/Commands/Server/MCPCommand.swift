import Arguments
import DormouseServer
import Foundation
import MCP
import Memory

enum MCPCommand: Command {
    static let spec = CommandSpec(
        "mcp", abstract: "Serve an agent's client over standard input and output",
        discussion: """
            What an agent's client starts to give its model a memory, by the Model Context Protocol. \
            The namespace is --namespace, else what the file .dormouse of the working directory (or \
            of a folder above it) says: "namespace: NAME"; the model cannot choose another. \
            It answers before the memories are opened, and ends with its client. Where a server, or \
            the mcp of another agent, has the home, that one is asked; any other command gets the \
            home at once.
            """,
        examples: [
            Example("dormouse mcp", "what to give the client as the command"),
            Example("dormouse mcp --namespace project-x", "memories of one project"),
            Example("dormouse mcp --tools all", "with the tools of a caretaker"),
        ],
        options: [
            .value(
                "tools", "PROFILE", .choice(ToolProfile.allCases.map(\.rawValue)),
                defaultNote: "standard", help: "which tools the model is shown")
        ])

    /// How long a home is kept open after it was asked something last. Whoever wants it before gets
    /// it.
    private static let idle = Duration.seconds(300)

    static func run(_ invocation: Invocation) throws -> Int32 {
        let desk = AgentDesk.Key(
            namespace: try namespace(invocation),
            profile: invocation.command.string("tools").flatMap(ToolProfile.init) ?? .standard,
            zone: invocation.zone)
        let memories = LazyService(idle: idle) { memories in
            try OpenHome(invocation, for: memories)
        }
        var server = try MemoryContextServer.make(
            namespace: desk.namespace, profile: desk.profile, version: Dormouse.version,
            zone: desk.zone, now: Invocation.now, lender: memories)
        let ownTools = server.add(declaredTools(invocation))
        try StandardInput.check()
        let streams: StandardStreams
        if invocation.isOnServer {
            streams = StandardStreams(server, output: STDOUT_FILENO)
        } else {
            let shared = SharedContext(
                server: server, memories: memories, desk: desk,
                ownTools: ownTools,
                lockFile: invocation.home.lockFile.path,
                patience: .seconds(invocation.command.number("wait", default: 10)))
            streams = StandardStreams(output: STDOUT_FILENO) { await shared.answer(to: $0) }
        }
        streams.serve(input: STDIN_FILENO)
        return close(memories, invocation)
    }

    /// The tools of declared endpoints. Where they cannot be offered, as without the variable that names
    /// their database, the agent has its memories all the same.
    private static func declaredTools(_ invocation: Invocation) -> [Tool] {
        let console = invocation.console
        do {
            return try invocation.endpoints().map { endpoints in
                try EndpointTools.tools(endpoints) { console.warn(TerminalText($0)) }
            } ?? []
        } catch {
            console.warn("the endpoints of dormouse.yml are no tools: \(String(describing: error))")
            return []
        }
    }

    private static func namespace(_ invocation: Invocation) throws -> String {
        guard !invocation.namespaceIsAsked else { return invocation.namespace }
        return try WorkingNamespace.find(from: FileManager.default.currentDirectoryPath)
            ?? invocation.namespace
    }

    /// Writes down what was recalled.
    private static func close(_ service: LazyService, _ invocation: Invocation) -> Int32 {
        let done = DispatchSemaphore(value: 0)
        Task {
            do { try await service.close() } catch {
                invocation.console.warn(
                    "what was recalled could not be written down: \(String(describing: error))")
            }
            done.signal()
        }
        done.wait()
        return 0
    }
}
