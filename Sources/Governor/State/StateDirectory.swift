public import Foundation

/// Where processes that share a machine tell each other what they do: who runs and who waits, what
/// each uses, and what was done about it.
///
/// | file | what |
/// |---|---|
/// | `runs/ID.json` | what a process that works uses now; gone when it ends |
/// | `admission/` | who runs and who waits for a turn |
/// | `history` | samples and actions, in a ring of bounded size |
/// | `alerts.json` | which alerts stand |
public struct StateDirectory: Sendable, Equatable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    public var runs: URL { url.appending(path: "runs") }
    public var admission: URL { url.appending(path: "admission") }
    public var history: URL { url.appending(path: "history") }
    public var alerts: URL { url.appending(path: "alerts.json") }

    /// Makes the folders, for this user alone.
    ///
    /// - Returns: false where that cannot be done; work then goes on unseen.
    @discardableResult public func make() -> Bool {
        for folder in [runs, admission] {
            do {
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            } catch { return false }
        }
        return access(url.path, W_OK | X_OK) == 0
    }
}
