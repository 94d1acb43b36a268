public import Foundation
import JSON
import Synchronization

/// What each request took and how many answers the cache saved, a line of JSON each, in a file
/// that all processes of a home append to. It holds counts only: no prompt, no answer.
public final class UsageLedger: Sendable {
    public struct Line: Sendable, Hashable {
        public let time: Date
        public let model: ModelName
        public let tokens: TokenCount
        public let cost: Double
        /// Questions answered from the cache; such a line stands for no request.
        public let cached: Int
        /// The reservation that this line makes, or that it settles.
        var ticket: String?
        /// Whether the tokens are reserved and not spent yet.
        var isReservation = false

        /// Whether it tells of something that was asked.
        var counts: Bool { !isReservation && (tokens.total > 0 || cached > 0) }

        public init(
            time: Date, model: ModelName, tokens: TokenCount = TokenCount(), cost: Double = 0,
            cached: Int = 0
        ) {
            self.time = time
            self.model = model
            self.tokens = tokens
            self.cost = cost
            self.cached = cached
        }
    }

    private struct State: ~Copyable {
        var file: SharedFile
        var end = 0
    }

    private let state: Mutex<State>
    /// The file is halved when it has grown beyond this.
    private static let limit = 8 << 20

    public init(path: String) { state = Mutex(State(file: SharedFile(path: path))) }

    func append(_ line: Line) {
        state.withLock { state in
            guard Self.ready(&state), state.file.lock() else { return }
            defer { state.file.unlock() }
            Self.append(line, to: &state)
        }
    }

    /// Looks at the news and adds a line, with no other process between the two.
    ///
    /// - Returns: false where the file cannot be used: then `decide` was not asked.
    func transact(_ decide: (_ news: [Line], _ fromStart: Bool) -> Line?) -> Bool {
        state.withLock { state in
            var fromStart = Self.reopenIfReplaced(&state)
            guard Self.ready(&state), state.file.lock() else { return false }
            defer { state.file.unlock() }
            let lines = Self.news(&state, &fromStart)
            if let line = decide(lines, fromStart) { Self.append(line, to: &state) }
            return true
        }
    }

    private static func append(_ line: Line, to state: inout State) {
        var object: JSON.Object = [
            "time": .double(line.time.timeIntervalSince1970),
            "provider": .string(line.model.provider), "model": .string(line.model.model),
        ]
        if line.cached > 0 {
            object["cached"] = .int(line.cached)
        } else {
            object["prompt"] = .int(line.tokens.prompt)
            object["completion"] = .int(line.tokens.completion)
            object["cost"] = .double(line.cost)
        }
        if let ticket = line.ticket { object["ticket"] = .string(ticket) }
        if line.isReservation { object["reserved"] = true }
        let json = JSON.object(object)
        let bytes = Array((json.text() + "\n").utf8)
        let size = state.file.size
        // A line that a killed process left without its end must not swallow this one.
        let last = state.file.bytes(at: size - 1, count: size > 0 ? 1 : 0)
        let gap = last.isEmpty || last == [UInt8(ascii: "\n")] ? [] : [UInt8(ascii: "\n")]
        _ = state.file.write(gap + bytes, at: size)
    }

    /// The lines that came since the last call; all of them the first time, or after the file was
    /// made anew (`fromStart`).
    func news() -> (lines: [Line], fromStart: Bool) {
        state.withLock { state in
            var fromStart = Self.reopenIfReplaced(&state)
            guard Self.ready(&state) else { return ([], fromStart) }
            return (Self.news(&state, &fromStart), fromStart)
        }
    }

    /// - Returns: whether what was read so far no longer counts.
    private static func reopenIfReplaced(_ state: inout State) -> Bool {
        if state.file.isOpen, state.file.wasReplaced { state.file.closeIt() }
        if !state.file.isOpen { state.end = 0 }
        return state.end == 0
    }

    private static func news(_ state: inout State, _ fromStart: inout Bool) -> [Line] {
        let size = state.file.size
        if size < state.end {
            state.end = 0
            fromStart = true
        }
        guard size > state.end else { return [] }
        let bytes = state.file.bytes(at: state.end, count: size - state.end)
        // Only whole lines.
        guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        state.end += last + 1
        return lines(bytes[...last])
    }

    /// What was asked, the oldest first.
    public func lines() -> [Line] {
        state.withLock { state in
            guard Self.ready(&state) else { return [] }
            return Self.lines(state.file.bytes(at: 0, count: state.file.size)[...])
                .filter(\.counts)
        }
    }

    private static func ready(_ state: inout State) -> Bool {
        if state.file.isOpen { return true }
        guard state.file.openIt() else { return false }
        if state.file.size > limit { halve(&state) }
        return true
    }

    private static func halve(_ state: inout State) {
        guard state.file.lock() else { return }
        let bytes = state.file.bytes(at: state.file.size - limit / 2, count: limit / 2)
        let start = bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        var new = SharedFile(path: state.file.path + ".new")
        unlink(new.path)
        if new.openIt(), new.write(Array(bytes[start...]), at: 0) {
            rename(new.path, state.file.path)
        }
        state.file.unlock()
        _ = state.file.openIt()
        state.end = 0
    }

    private static func lines(_ bytes: ArraySlice<UInt8>) -> [Line] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { text in
            guard let json = try? JSON.parse(text), let time = json["time"]?.double,
                let provider = json["provider"]?.string, let model = json["model"]?.string
            else { return nil }
            var line = Line(
                time: Date(timeIntervalSince1970: time),
                model: ModelName(provider: provider, model: model),
                tokens: TokenCount(
                    prompt: json["prompt"]?.int ?? 0, completion: json["completion"]?.int ?? 0),
                cost: json["cost"]?.double ?? 0, cached: json["cached"]?.int ?? 0)
            line.ticket = json["ticket"]?.string
            line.isReservation = json["reserved"]?.bool ?? false
            return line
        }
    }
}
