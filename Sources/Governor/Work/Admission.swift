public import Foundation
internal import Synchronization

/// Lets so many pieces of work run at once, of all processes that share a folder; the others wait,
/// the most urgent first and among those the one that came first.
///
/// Each piece has a file that its process holds a lock on, so that what a killed process left
/// counts no more. Waiting blocks the thread.
public final class Admission: Sendable {
    /// What a piece of work that waits is told.
    public struct Place: Sendable, Equatable {
        /// 1 is the next.
        public let position: Int
        /// By how long the last ones took; nil where none has ended yet.
        public let expected: Duration?
    }

    /// A place among those that run; given back when it goes.
    public final class Turn: Sendable {
        private let held: Mutex<(file: LockedFile, path: String)?>
        private let onEnd: @Sendable () -> Void

        init(_ file: LockedFile, _ path: String, onEnd: @escaping @Sendable () -> Void) {
            held = Mutex((file, path))
            self.onEnd = onEnd
        }

        deinit { end() }

        public func end() {
            let isFirst = held.withLock { held -> Bool in
                guard let (_, path) = held else { return false }
                unlink(path)
                held = nil
                return true
            }
            if isFirst { onEnd() }
        }
    }

    /// After so long without the lock of the folder nobody waits for anybody.
    private static let lockPatience = Duration.seconds(30)

    private let folder: URL
    private let limit: Int
    private let now: @Sendable () -> Duration
    private let number = Mutex(0)

    /// - Parameters:
    ///   - folder: what the processes share.
    ///   - limit: how many run at once, 1 or more. Interactive work gets one place beyond it.
    ///   - now: a clock that all processes share.
    public init(
        _ folder: URL, limit: Int,
        now: (@Sendable () -> Duration)? = nil
    ) {
        self.folder = folder
        self.limit = max(1, limit)
        self.now = now ?? { MonotonicClock.now }
    }

    /// Waits for a turn.
    ///
    /// - Parameters:
    ///   - patience: how long at most.
    ///   - priority: asked again and again, because a person may change it.
    ///   - isHeld: whether nothing more should begin now; where nothing runs at all, it does.
    ///   - onPlace: is told the place in the queue, when waiting begins and whenever it changes.
    /// - Returns: the turn; nil where the folder cannot be used: then nobody waits.
    /// - Throws: `notAdmitted` where patience ends.
    public func enter(
        patience: Duration = .seconds(3600), priority: () -> Priority,
        isHeld: () -> Bool = { false }, onPlace: (Place) -> Void = { _ in }
    ) throws(GovernorError) -> Turn? {
        let start = now()
        var ticket: (file: LockedFile, name: String)?
        var told: Place?
        let mine = number.withLock { number in
            number += 1
            return number
        }
        let (seconds, attoseconds) = start.components
        let born = "\(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)"
        let zeros = String(repeating: "0", count: max(0, 20 - born.count))
        let tail = "\(zeros)\(born)-\(getpid())-\(mine)"
        while true {
            let wanted = priority()
            guard let guardian = LockedFile(path("lock"), patience: Self.lockPatience) else {
                return nil
            }
            let place: Place? = withExtendedLifetime(guardian) {
                let name = "w-\(wanted.rawValue)-\(tail)"
                if let old = ticket, old.name != name {
                    rename(path(old.name), path(name))
                    ticket = (old.file, name)
                } else if ticket == nil {
                    ticket = LockedFile(path(name)).map { ($0, name) }
                }
                let (running, waiting) = tickets()
                let index = waiting.firstIndex(of: name) ?? 0
                let allowed = limit + (wanted == .interactive ? 1 : 0)
                if running == 0 || (!isHeld() && running < allowed), index == 0 {
                    rename(path(name), path("r" + name.dropFirst()))
                    return nil
                }
                return Place(position: index + 1, expected: expected(index))
            }
            guard let ticket else { return nil }
            guard let place else {
                let began = now()
                let running = path("r" + ticket.name.dropFirst())
                return Turn(ticket.file, running) { [self] in note(now() - began) }
            }
            if place != told {
                told = place
                onPlace(place)
            }
            guard now() - start < patience else {
                unlink(path(ticket.name))
                throw GovernorError(
                    .notAdmitted,
                    "no turn came within \(Int(patience / .seconds(1))) s: \(limit) pieces of work "
                        + "run at once on this machine. Wait for them (dormouse monitor shows them), "
                        + "or allow more with governor: statements in dormouse.yml")
            }
            Thread.sleep(forTimeInterval: 0.03)
        }
    }

    private func path(_ name: some StringProtocol) -> String {
        folder.appending(path: String(name)).path
    }

    /// How many run, and who waits in order; what dead processes left is removed.
    private func tickets() -> (running: Int, waiting: [String]) {
        var running = 0
        var waiting: [String] = []
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        where name.hasPrefix("r-") || name.hasPrefix("w-") {
            if LockedFile.isDead(path(name)) {
                unlink(path(name))
            } else if name.hasPrefix("r-") {
                running += 1
            } else {
                waiting.append(name)
            }
        }
        return (running, waiting.sorted())
    }

    /// The last durations, a line each, in seconds.
    private var durations: [Double] {
        let text = (try? String(contentsOfFile: path("durations"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { Double($0) }
    }

    private func expected(_ index: Int) -> Duration? {
        let known = durations
        guard !known.isEmpty else { return nil }
        let mean = known.reduce(0, +) / Double(known.count)
        return .milliseconds(Int64(mean * 1000)) * (index / limit + 1)
    }

    /// What took next to no time says nothing of how long others wait.
    private func note(_ duration: Duration) {
        guard duration > .seconds(1),
            let guardian = LockedFile(path("lock"), patience: Self.lockPatience)
        else {
            return
        }
        withExtendedLifetime(guardian) {
            let lines = (durations.suffix(7) + [duration / .seconds(1)]).map { "\($0)\n" }
            try? lines.joined().write(toFile: path("durations"), atomically: true, encoding: .utf8)
        }
    }
}
