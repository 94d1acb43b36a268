public import Foundation
import JSON
public import Memory
import Synchronization

/// The tokens of a home: `HOME/tokens.json`, readable by its owner only.
///
/// A server looks whether the file has changed each time it is asked, so a token that is revoked
/// is refused from the next request on.
public final class TokenFile: Sendable {
    private struct Loaded {
        var stamp: Stamp?
        var byHash: [String: AccessToken] = [:]
    }

    private struct Stamp: Equatable {
        let inode: UInt64
        let size: Int
        let seconds: Int
        let nanoseconds: Int
    }

    public let url: URL
    private let loaded = Mutex(Loaded())

    public init(_ url: URL) { self.url = url }

    /// Those of a home.
    public convenience init(home: Home) {
        self.init(home.directory.appending(path: "tokens.json"))
    }

    /// The token of this text; nil where there is none. Expiry is not looked at.
    public func find(_ text: String) throws(MemoryError) -> AccessToken? {
        try find(hash: AccessToken.hash(of: text))
    }

    /// The token as it is kept now; nil where it is not any more.
    func find(hash: String) throws(MemoryError) -> AccessToken? {
        let stamp = stamp()
        if let known = loaded.withLock({ $0.stamp == stamp && stamp != nil ? $0.byHash : nil }) {
            return known[hash]
        }
        let byHash = Dictionary(try all().map { ($0.hash, $0) }) { $1 }
        loaded.withLock { $0 = Loaded(stamp: stamp, byHash: byHash) }
        return byHash[hash]
    }

    /// All tokens, in the order in which they were made.
    public func all() throws(MemoryError) -> [AccessToken] {
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        guard let data = FileManager.default.contents(atPath: url.path),
            let file = try? JSON.parse(data), let entries = file["tokens"]?.array
        else { throw unreadable("it is not JSON with \"tokens\"") }
        var tokens: [AccessToken] = []
        for entry in entries {
            guard let token = AccessToken(stored: entry) else {
                throw unreadable("token \(tokens.count + 1) is not complete")
            }
            tokens.append(token)
        }
        return tokens
    }

    public func add(_ token: AccessToken) throws(MemoryError) {
        try change { $0.append(token) }
    }

    /// - Returns: the tokens that are gone: those of this id or name.
    @discardableResult
    public func revoke(_ idOrName: String) throws(MemoryError) -> [AccessToken] {
        var gone: [AccessToken] = []
        try change { tokens in
            gone = tokens.filter { $0.id == idOrName || $0.name == idOrName }
            tokens.removeAll { token in gone.contains { $0.hash == token.hash } }
        }
        return gone
    }

    private func change(_ body: (inout [AccessToken]) -> Void) throws(MemoryError) {
        // Two commands at once take turns.
        let lock = open(url.path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw unwritable() }
        defer { close(lock) }
        flock(lock, LOCK_EX)
        var tokens = try all()
        body(&tokens)
        let file: JSON = ["tokens": .array(tokens.map(\.storedJSON))]
        let temporary = url.path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable() }
        let bytes = file.bytes(.pretty) + [0x0A]
        let isWritten =
            write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(temporary, url.path) == 0 else { throw unwritable() }
    }

    private func stamp() -> Stamp? {
        var status = stat()
        guard stat(url.path, &status) == 0 else { return nil }
        #if os(Linux)
            let time = status.st_mtim
        #else
            let time = status.st_mtimespec
        #endif
        return Stamp(
            inode: UInt64(status.st_ino), size: Int(status.st_size), seconds: time.tv_sec,
            nanoseconds: time.tv_nsec)
    }

    private func unreadable(_ reason: String) -> MemoryError {
        MemoryError(
            .homeUnusable,
            "cannot read the tokens in \(url.path): \(reason). Restore the file, or remove it and "
                + "make new tokens with dormouse token add")
    }

    private func unwritable() -> MemoryError {
        MemoryError(
            .storage, "cannot write the tokens to \(url.path): \(String(cString: strerror(errno)))")
    }
}
