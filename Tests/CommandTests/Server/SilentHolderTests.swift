import DormouseServer
import Foundation
import JSON
import Testing

@testable import dormouse

/// A process that has the home and says nothing, as one that was stopped (Ctrl-Z): it is not waited
/// for for ever, and does nothing of what was given up when it goes on.
@Suite struct SilentHolderTests {
    private let path = FileManager.default.temporaryDirectory
        .appending(path: "\(UUID().uuidString.prefix(8)).sock").path
    private let listener: Int32

    init() throws { listener = try LocalSocket.listen(path) }

    private func end() {
        close(listener)
        unlink(path)
    }

    /// What it gets to see when it goes on.
    private func goesOn() -> Bool {
        let socket = accept(listener, nil, nil)
        defer { close(socket) }
        guard let (_, descriptors) = try? HomeRequest.receive(over: socket) else { return false }
        for descriptor in descriptors { close(descriptor) }
        return true
    }

    @Test func aCommandIsGivenUp() throws {
        defer { end() }
        let command = ForwardedCommand(
            arguments: ["remember", "once"], directory: "/", environment: [:])
        #expect(try command.run(at: path, within: .milliseconds(50)) == nil)
        #expect(!goesOn())
    }

    @Test func aMessageOfAnAgentIsGivenUp() async throws {
        defer { end() }
        let desk = AgentDesk.Key(namespace: "default", profile: .standard, zone: .gmt)
        // More than the socket holds: already its sending has to wait.
        for length in [10, 4 << 20] {
            let message = AgentMessage(
                message: ["text": .string(String(repeating: "x", count: length))], desk: desk)
            guard case .refused = await message.ask(at: path, within: .milliseconds(50)) else {
                Issue.record("it was begun")
                return
            }
            #expect(!goesOn())
        }
    }
}
