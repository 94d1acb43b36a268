import Arguments
import Foundation
import Governor
import Memory

extension Invocation {
    var auditLog: AuditLog { AuditLog(folder: stateDirectory.url) }

    /// What a command does, as the log calls it; those that are not here are not kept.
    private static let auditedEvents = [
        "remember": "changed", "import": "changed", "correct": "changed", "tag": "changed",
        "pin": "changed", "unpin": "changed", "undo": "rolled_back", "forget": "erased",
        "recall": "read", "show": "read", "export": "read", "facts": "read", "context": "read",
        "list": "read", "recent": "read", "sql": "read", "sleep": "ran", "pipeline": "ran",
        "ingest": "changed", "migrate": "changed", "token": "changed", "serve": "ran",
        "mcp": "ran", "rollback": "rolled_back", "init": "changed",
    ]

    /// Keeps that a command was run, and what came of it.
    func audit(_ code: Int32) {
        let name = command.path.first ?? ""
        guard var event = Self.auditedEvents[name] else { return }
        let state = stateDirectory
        // Looking at a home that is not there leaves nothing behind.
        guard FileManager.default.fileExists(atPath: state.url.path) || home.exists, state.make()
        else { return }
        if name == "sql", command.flag("write") { event = "changed" }
        let outcome = code == 0 ? "done" : code == 2 ? "refused" : "failed"
        if code == 2 { event = "refused" }
        auditLog.add(
            event: event, subject: command.path.joined(separator: " "), outcome: outcome, at: Date()
        )
    }
}
