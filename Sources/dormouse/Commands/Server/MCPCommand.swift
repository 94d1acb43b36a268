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
            It answers before the memories are opened, keeps the home to itself only while it is \
            asked something, and ends with its client.
            """,
        examples: [
            Example("dormouse mcp", "what to give the client as the command"),
            Example("dormouse mcp --namespace project-x", "memories of one project"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let namespace = try namespace(invocation)
        // Agents ask now and then: between two questions the home is anybody's.
        let service = LazyService(idle: .milliseconds(500)) {
            let engine = try invocation.engine()
            engine.warmUp()
            return MemoryService(engine)
        }
        let server = try MemoryContextServer.make(
            namespace: namespace, version: Dormouse.version, zone: invocation.zone,
            now: Invocation.now, lender: service)
        try StandardInput.check()
        StandardStreams(server, output: STDOUT_FILENO).serve(input: STDIN_FILENO)
        return close(service, invocation)
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
