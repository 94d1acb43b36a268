import Foundation
import JSON

/// Holds something of a home for one process. The kernel lets go of it when the process ends,
/// however it ends.
public final class HomeLock: @unchecked Sendable {
    // Sendable: the descriptor never changes after init and is closed once, in deinit.
    private let descriptor: Int32

    /// Who holds a lock; the text of the lock file.
    public struct Holder: Sendable, Hashable {
        /// What the process is: `dormouse sleep`.
        public var name: String
        public var process: Int
        /// The Unix socket at which it serves others, where it does.
        public var socket: String?
        /// The Unix socket at which it does the commands of others, where it does.
        public var commands: String?
        /// The Unix socket at which it answers agents of other processes. One that does no commands
        /// lets the home go when it is asked there.
        public var agents: String?
    }

    /// Waits until it is free.
    ///
    /// - Parameters:
    ///   - path: the lock file; its text says who holds it.
    ///   - holder: what this process is, for whoever has to wait: `dormouse sleep`.
    ///   - patience: how long to wait at most.
    ///   - socket: where this process serves others.
    ///   - commands: where it does the commands of others.
    ///   - agents: where it answers agents of others.
    ///   - whileBusy: told again and again who holds it.
    ///   - isBusy: says that it is held, by whom.
    init(
        path: String, holder: String, patience: Duration, socket: String? = nil,
        commands: String? = nil, agents: String? = nil,
        whileBusy: ((Holder) throws(MemoryError) -> Void)? = nil,
        isBusy: (String) -> String = { "the home is in use by \($0)" }
    ) throws(MemoryError) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw MemoryError(
                .homeUnusable, "cannot open \(path): \(String(cString: strerror(errno)))")
        }
        let deadline = ContinuousClock.now + patience
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            if ContinuousClock.now >= deadline {
                let who = Self.read(file)?.description ?? "another process"
                close(file)
                throw MemoryError(
                    .homeBusy,
                    "\(isBusy(who)); waited \(Self.seconds(patience)) s. "
                        + "Try again when it is done, or give more time with --wait SECONDS")
            }
            if let whileBusy, let holder = Self.read(file) {
                do { try whileBusy(holder) } catch {
                    close(file)
                    throw error
                }
            }
            usleep(10_000)
        }
        descriptor = file
        let mine = Holder(
            name: holder, process: Int(getpid()), socket: socket, commands: commands,
            agents: agents)
        let text = mine.json.text() + "\n"
        ftruncate(file, 0)
        _ = text.withCString { pwrite(file, $0, strlen($0), 0) }
    }

    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// Who holds a lock now; nil where nobody does. A process that is gone is noticed at once.
    public static func holder(of path: String) -> Holder? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        // Closing lets go of what was taken for the look.
        defer { close(file) }
        if flock(file, LOCK_SH | LOCK_NB) == 0 { return nil }
        return read(file) ?? Holder(name: "another process", process: 0)
    }

    /// `10`, `0.2`
    private static func seconds(_ time: Duration) -> String {
        let tenths = Int((time / .milliseconds(100)).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }

    private static func read(_ file: Int32) -> Holder? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = pread(file, &bytes, bytes.count, 0)
        return (try? JSON.parse(Array(bytes.prefix(max(0, count))))).flatMap(Holder.init)
    }
}

extension HomeLock.Holder: CustomStringConvertible {
    /// `dormouse sleep, process 4711`
    public var description: String { "\(name), process \(process)" }

    var json: JSON {
        var object: JSON.Object = ["holder": .string(name), "pid": .int(process)]
        if let socket { object["socket"] = .string(socket) }
        if let commands { object["commands"] = .string(commands) }
        if let agents { object["agents"] = .string(agents) }
        return .object(object)
    }

    init?(_ json: JSON) {
        guard let name = json["holder"]?.string, let process = json["pid"]?.int else { return nil }
        self.init(
            name: name, process: process, socket: json["socket"]?.string,
            commands: json["commands"]?.string, agents: json["agents"]?.string)
    }
}
