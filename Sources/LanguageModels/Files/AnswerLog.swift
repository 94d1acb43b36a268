import Foundation
import Hashing
import Synchronization

/// Answers in a file, one after another; memory holds only where each one is.
///
/// A file that grows beyond its limit is written anew with the half that was used last. Several
/// processes may use it at once. See docs/decisions/answers-in-a-log.md.
final class AnswerLog: Sendable {
    private struct Place {
        var offset: Int
        var size: Int32
        /// When it was last read or written, by a counter of this process.
        var used: UInt32
    }

    private struct State: ~Copyable {
        var file: SharedFile
        var places: [Digest: Place] = [:]
        /// How far the file was read.
        var end = 0
        var clock: UInt32 = 0
        var lookedAt = ContinuousClock.now
        var scratch = [UInt8](repeating: 0, count: 1 << 16)
    }

    private let state: Mutex<State>
    /// In bytes.
    let limit: Int

    init(path: String, limit: Int) {
        self.limit = limit
        state = Mutex(State(file: SharedFile(path: path)))
    }

    func answer(_ key: Digest) -> Answer? {
        state.withLock { state in
            guard Self.ready(&state) else { return nil }
            if state.places[key] == nil { Self.lookAgain(&state) }
            guard let place = state.places[key],
                let answer = Self.read(place, &state, key)
            else { return nil }
            state.clock &+= 1
            state.places[key]?.used = state.clock
            return answer
        }
    }

    private static func read(_ place: Place, _ state: inout State, _ key: Digest) -> Answer? {
        let size = Int(place.size)
        if state.scratch.count < size {
            state.scratch = [UInt8](repeating: 0, count: size)
        }
        // Taken out, because the file is read while it is written to.
        var scratch = state.scratch
        state.scratch = []
        defer { state.scratch = scratch }
        return scratch.withUnsafeMutableBytes { buffer in
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<size])
            guard state.file.read(at: place.offset, into: part) == size else { return nil }
            return AnswerRecord.answer(in: UnsafeRawBufferPointer(part), for: key)
        }
    }

    /// Keeps an answer; where the file cannot be written, it is as if it had not been kept.
    func keep(_ record: AnswerRecord) {
        let bytes = record.bytes
        guard bytes.count < limit / 4 else { return }
        state.withLock { state in
            guard Self.ready(&state), Self.lockNewest(&state) else { return }
            defer { state.file.unlock() }
            Self.readOn(&state)
            // What a killed process left half-written.
            if state.file.size > state.end { state.file.truncate(to: state.end) }
            guard state.file.write(bytes, at: state.end) else {
                state.file.truncate(to: state.end)
                return
            }
            state.clock &+= 1
            state.places[record.key] = Place(
                offset: state.end, size: Int32(bytes.count), used: state.clock)
            state.end += bytes.count
            if state.end > limit { Self.compact(&state, to: limit / 2) }
        }
    }

    /// All records, in the order they were written; later ones of a key count.
    func records() -> [AnswerRecord] {
        state.withLock { state in
            guard Self.ready(&state) else { return [] }
            Self.lookAgain(&state, atOnce: true)
            return state.places.values.sorted { $0.offset < $1.offset }.compactMap { place in
                state.file.bytes(at: place.offset, count: Int(place.size)).withUnsafeBytes {
                    AnswerRecord($0)
                }
            }
        }
    }

    struct Statistics: Sendable, Hashable {
        var answers = 0
        var bytes = 0
    }

    var statistics: Statistics {
        state.withLock { state in
            guard Self.ready(&state) else { return Statistics() }
            Self.lookAgain(&state, atOnce: true)
            return Statistics(answers: state.places.count, bytes: state.end)
        }
    }

    /// Forgets everything, also for other processes.
    func clear() {
        state.withLock { state in
            guard Self.ready(&state), Self.lockNewest(&state) else { return }
            Self.compact(&state, to: 0)
            state.file.unlock()
        }
    }

    // MARK: with the state at hand

    private static func ready(_ state: inout State) -> Bool {
        if state.file.isOpen { return true }
        guard state.file.openIt() else { return false }
        forget(&state)
        readOn(&state)
        return true
    }

    private static func forget(_ state: inout State) {
        state.places.removeAll()
        state.end = 0
    }

    /// Takes notice of what other processes have done, at most every tenth of a second.
    private static func lookAgain(_ state: inout State, atOnce: Bool = false) {
        let now = ContinuousClock.now
        guard atOnce || now - state.lookedAt > .milliseconds(100) else { return }
        state.lookedAt = now
        if state.file.wasReplaced {
            guard state.file.openIt() else { return }
            forget(&state)
        }
        readOn(&state)
    }

    /// The lock of the file that the path means now.
    private static func lockNewest(_ state: inout State) -> Bool {
        for _ in 0..<10 {
            guard state.file.lock() else { return false }
            if !state.file.wasReplaced { return true }
            state.file.unlock()
            guard state.file.openIt() else { return false }
            forget(&state)
        }
        return false
    }

    /// Reads the heads of the records after `end`, up to the first that is not whole.
    private static func readOn(_ state: inout State) {
        let size = state.file.size
        if size < state.end { forget(&state) }
        let window = 1 << 20
        while state.end < size {
            let bytes = state.file.bytes(at: state.end, count: min(window, size - state.end))
            var used = 0
            bytes.withUnsafeBytes { bytes in
                while let head = AnswerRecord.Head(
                    UnsafeRawBufferPointer(rebasing: bytes[used...])),
                    state.end + head.recordSize <= size,
                    used + head.recordSize <= bytes.count
                        || used == 0
                {
                    state.clock &+= 1
                    state.places[head.key] = Place(
                        offset: state.end, size: Int32(head.recordSize), used: state.clock)
                    state.end += head.recordSize
                    used += head.recordSize
                    if used >= bytes.count { break }
                }
            }
            if used == 0 { break }
        }
    }

    /// Writes the answers that were used last into a new file and puts it in the old one's place.
    /// The old one is locked meanwhile, so nobody appends to it.
    private static func compact(_ state: inout State, to size: Int) {
        var kept: [(key: Digest, place: Place)] = []
        var total = 0
        for (key, place) in state.places.sorted(by: { $0.value.used > $1.value.used }) {
            guard total + Int(place.size) <= size else { break }
            total += Int(place.size)
            kept.append((key, place))
        }
        let path = state.file.path
        var new = SharedFile(path: path + ".new")
        unlink(new.path)
        guard new.openIt() else { return }
        var offset = 0
        // The least recently used first: their order is all the next process knows of it.
        for (_, place) in kept.reversed() {
            let bytes = state.file.bytes(at: place.offset, count: Int(place.size))
            guard new.write(bytes, at: offset) else { return }
            offset += bytes.count
        }
        guard rename(new.path, path) == 0 else { return }
        state.file.unlock()
        guard state.file.openIt() else { return }
        forget(&state)
        readOn(&state)
    }
}
