internal import Foundation
internal import Synchronization

/// Publishes what a process uses, and takes what others ask of it.
final class RunFile: Sendable {
    let id: String
    private let folder: URL
    private let lock: LockedFile

    /// Nil where nothing can be written.
    init?(_ state: StateDirectory) {
        guard state.make() else { return nil }
        folder = state.runs
        id = "\(getpid())-\(UUID().uuidString.prefix(6).lowercased())"
        guard let lock = LockedFile(folder.appending(path: id + ".lock").path) else {
            return nil
        }
        self.lock = lock
    }

    deinit {
        for kind in ["json", "new", "control", "lock"] {
            unlink(folder.appending(path: "\(id).\(kind)").path)
        }
    }

    func publish(_ status: RunStatus) {
        guard let data = try? JSONEncoder().encode(status) else { return }
        let fresh = folder.appending(path: id + ".new").path
        guard
            FileManager.default.createFile(
                atPath: fresh, contents: data, attributes: [.posixPermissions: 0o600])
        else { return }
        rename(fresh, folder.appending(path: id + ".json").path)
    }

    /// What was asked of this process since the last look.
    func requests() -> [RunRequest] {
        let path = folder.appending(path: id + ".control").path
        guard access(path, F_OK) == 0, let text = try? String(contentsOfFile: path, encoding: .utf8)
        else { return [] }
        unlink(path)
        return text.split(separator: "\n").compactMap { RunRequest(rawValue: String($0)) }
    }
}

/// What a person asks of work that runs.
public enum RunRequest: String, Sendable, CaseIterable {
    /// End the work under way.
    case interrupt
    /// Let what waits go before others.
    case raise
    /// Let others go first.
    case lower
}

/// The processes that work now.
public struct RunList: Sendable {
    private let folder: URL

    public init(_ state: StateDirectory) { folder = state.runs }

    /// Those that are alive, the oldest first. What dead ones left is removed.
    public func read() -> [RunStatus] {
        let files = FileManager.default
        var found: [RunStatus] = []
        for name in (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
        where name.hasSuffix(".lock") {
            let id = String(name.dropLast(5))
            if LockedFile.isDead(folder.appending(path: name).path) {
                for kind in ["json", "new", "control", "lock"] {
                    unlink(folder.appending(path: "\(id).\(kind)").path)
                }
            } else if let data = files.contents(
                atPath: folder.appending(path: id + ".json").path),
                let status = try? JSONDecoder().decode(RunStatus.self, from: data)
            {
                found.append(status)
            }
        }
        return found.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
    }

    /// - Returns: false where that process has ended.
    @discardableResult public func ask(_ request: RunRequest, of id: String) -> Bool {
        guard !id.contains("/"),
            FileManager.default.fileExists(atPath: folder.appending(path: id + ".lock").path)
        else { return false }
        let path = folder.appending(path: id + ".control").path
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        let line = request.rawValue + "\n"
        return line.withCString { write(file, $0, strlen($0)) } == line.utf8.count
    }
}
