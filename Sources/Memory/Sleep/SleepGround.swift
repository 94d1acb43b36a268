import DuckDB
import Foundation

/// What a sleep needs of whatever keeps the memories: a file of the home, or a server.
///
/// Every sleep computes in a DuckDB of its own, on a copy of what was told that is pinned for the
/// cycle (`SourceMirror`), so that nothing of the store is held while models run or are asked.
protocol SleepGround: AnyObject {
    /// Opens the database to sleep in.
    func open() throws -> SleepDatabase
    /// Begins that database anew.
    func reopenEmpty() throws -> SleepDatabase
    /// Brings the sleep database and whatever else holds cycles to the same cycle.
    func catchUp(_ night: Night, progress: @escaping @Sendable (Int, Int) -> Void) throws
    /// A name for what can be seen of the memories now.
    func present() throws -> String
    /// Lets what was told until then cross.
    ///
    /// - Returns: memories that were here and have been erased.
    func advance(to seen: String, _ night: Night) throws -> [UUID]
    /// Forgets about the cycles whose clock was ahead: after this one come others.
    func resetClock(after cycle: Int, _ night: Night) throws
    /// A cycle is complete.
    func publish(_ cycle: Int, _ night: Night) throws
    /// Keeps an entry of the journal where every machine reads it.
    func note(_ entry: SleepEntry, _ night: Night) throws
    /// Takes back, wherever others read it, what came after a cycle; here that is done.
    func takeBack(after cycle: Int, _ night: Night) throws
    /// The same for what was compacted here.
    func compact(before horizon: Int, _ night: Night) throws
    /// All cycles are.
    func finish(_ night: Night) throws
    /// The sleep failed, or nothing of it is to stay.
    func giveUp(_ night: Night)
    /// Lets go of everything, whatever came before.
    func close()
}
