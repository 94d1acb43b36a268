import Foundation
import Memory

/// The files of a home that a server holds and does not use meanwhile: they are given back when this
/// goes.
final class BorrowedHome: Sendable {
    private let socket: Int32
    /// What the server says when its files are closed.
    static let ready: UInt8 = 2

    private init(_ socket: Int32) { self.socket = socket }

    deinit { close(socket) }

    /// - Parameters:
    ///   - patience: how long to wait for the server at most.
    ///   - changes: whether what sleep made may be changed.
    /// - Returns: nil where nobody does this for others, so that the lock has to be taken.
    /// - Throws: `homeBusy`.
    static func borrow(lockFile: String, patience: Duration, changes: Bool) throws(MemoryError)
        -> BorrowedHome?
    {
        let deadline = ContinuousClock.now + LocalSocket.patience(patience)
        while let holder = HomeLock.holder(of: lockFile), let path = holder.commands {
            if let socket = try? LocalSocket.connect(path) {
                let borrowed = BorrowedHome(socket)
                LocalSocket.limitWaiting(
                    of: socket, to: max(.milliseconds(100), deadline - .now))
                if (try? HomeRequest.lend(changes: changes).send(over: socket)) == true,
                    (try? LocalSocket.read(1, from: socket)) == [ready]
                {
                    return borrowed
                }
            }
            if ContinuousClock.now >= deadline {
                throw MemoryError(
                    .homeBusy,
                    "the home is in use by \(holder), which did not let go of its files in time. "
                        + "Try again, or give more time with --wait SECONDS")
            }
            usleep(20_000)
        }
        return nil
    }
}
