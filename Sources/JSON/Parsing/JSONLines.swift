/// Takes JSON Lines apart: one value a line, fed in pieces of any size.
///
/// ```swift
/// var lines = JSONLines()
/// while let piece = try file.read() { lines.feed(piece); while let line = try lines.next() { … } }
/// lines.finish()
/// while let line = try lines.next() { … }
/// ```
/// After an error the next call goes on with the line after it, so that a caller can report a bad
/// line and keep the others. Empty lines are skipped.
public struct JSONLines: Sendable {
    public struct Line: Sendable {
        /// Counted from 1.
        public var number: Int
        public var value: JSON
    }

    private let maximumDepth: Int
    private let refusesDuplicateKeys: Bool
    private var buffer: [UInt8] = []
    private var lineStart = 0
    /// Bytes before this one hold no line break.
    private var searched = 0
    private var number = 0
    private var isFinished = false

    /// - Parameter refusesDuplicateKeys: whether a line that says a key twice is an error; else the
    ///   last counts.
    public init(maximumDepth: Int = JSON.standardDepth, refusesDuplicateKeys: Bool = false) {
        self.maximumDepth = maximumDepth
        self.refusesDuplicateKeys = refusesDuplicateKeys
    }

    /// Adds bytes behind those fed before.
    public mutating func feed(_ bytes: some Collection<UInt8>) {
        if lineStart > 0 {
            buffer.removeSubrange(..<lineStart)
            searched -= lineStart
            lineStart = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Says that nothing follows, so that a last line without a line break is a line too.
    public mutating func finish() { isFinished = true }

    /// The next complete line, or nil until more is fed.
    /// - Throws: a `ParseError` with the line's number.
    public mutating func next() throws(JSON.ParseError) -> Line? {
        while let range = takeLine() {
            let isBlank = buffer[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            if isBlank { continue }
            do throws(JSON.ParseError) {
                return Line(
                    number: number,
                    value: try JSON.parse(
                        buffer[range], maximumDepth: maximumDepth,
                        refusesDuplicateKeys: refusesDuplicateKeys))
            } catch {
                var error = error
                error.line = number
                throw error
            }
        }
        return nil
    }

    private mutating func takeLine() -> Range<Int>? {
        let lineBreak = buffer[searched...].firstIndex(of: 0x0A)
        searched = lineBreak ?? buffer.count
        guard lineBreak != nil || (isFinished && lineStart < buffer.count) else { return nil }
        let range = lineStart..<searched
        if lineBreak != nil { searched += 1 }
        lineStart = searched
        number += 1
        return range
    }
}
