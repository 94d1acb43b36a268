import DormouseServer
import Foundation
import JSON
import MCP
import Memory

/// Answers an agent with the memories of a home that other processes use, too: by itself where the
/// home is free, else by the process that has it, be that a server or another agent's.
///
/// Whoever has the home may go away at any time; then the next one takes its place. What reads is
/// asked again; what changes something is not, where it may have been done.
struct SharedContext: Sendable {
    let server: ContextServer
    let memories: LazyService
    let desk: AgentDesk.Key
    /// Tools that need no memories, such as declared endpoints.
    var ownTools: Set<String> = []
    let lockFile: String
    /// How long to wait for a process that has the home and answers nobody.
    let patience: Duration
    private static let pause = Duration.milliseconds(10)

    func answer(to json: JSON) async -> JSON? {
        guard asksMemories(json) else { return await server.answer(to: json) }
        let deadline = ContinuousClock.now + patience
        while !Task.isCancelled {
            if !memories.isOpen, let holder = HomeLock.holder(of: lockFile) {
                if let path = holder.agents {
                    let message = AgentMessage(message: json, desk: desk)
                    switch await message.ask(at: path, within: LocalSocket.patience(patience)) {
                    case .answered(let answer): return answer
                    case .refused: break
                    case .lost: if !isReading(json) { return await lost(json) }
                    }
                }
            } else if await isOurs(until: deadline) {
                return await server.answer(to: json)
            }
            if ContinuousClock.now >= deadline { return await server.answer(to: json) }
            try? await Task.sleep(for: Self.pause)
        }
        return nil
    }

    /// - Returns: false where another process has taken the home since.
    private func isOurs(until deadline: ContinuousClock.Instant) async -> Bool {
        do {
            try await memories.withMemories { _ in }
            return true
        } catch let error as MemoryError where error.code == .homeBusy {
            return ContinuousClock.now >= deadline
        } catch {
            // Whoever asked is told by the answer.
            return true
        }
    }

    private func asksMemories(_ json: JSON) -> Bool {
        if ["resources/read", "resources/list"].contains(json["method"]) { return true }
        guard json["method"] == "tools/call" else { return false }
        return !ownTools.contains(json["params"]?["name"]?.string ?? "")
    }

    private func isReading(_ json: JSON) -> Bool {
        guard json["method"] == "tools/call" else { return true }
        return server.tools.first { $0.name == json["params"]?["name"]?.string }?.hints.readOnly
            ?? true
    }

    private func lost(_ json: JSON) async -> JSON? {
        var refusing = server
        for tool in server.tools {
            refusing.refused[tool.name] = """
                the process that has the memories went away before it answered: this may have been \
                done or not. Look (recall, recent) before you call it again
                """
        }
        return await refusing.answer(to: json)
    }
}
