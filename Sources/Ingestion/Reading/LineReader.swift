/// Lines of an input, with their numbers.
struct LineReader {
    private let input: ByteInput
    private(set) var position: SourcePosition
    private var buffer: [UInt8] = []
    private var start = 0
    private var hasEnded = false

    init(_ input: ByteInput, start position: SourcePosition) {
        self.input = input
        self.position = position
    }

    /// The next line without its break, and whether a break ended it; nil at the end.
    mutating func next() throws(IngestError) -> (bytes: ArraySlice<UInt8>, isWhole: Bool)? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                position.offset += end + 1 - start
                position.lines += 1
                return (buffer[start..<end], true)
            }
            if hasEnded {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                position.offset += buffer.count - start
                return (buffer[start...], false)
            }
            searched = buffer.count - start
            buffer.removeSubrange(..<start)
            start = 0
            let bytes = try input.read()
            if bytes.isEmpty { hasEnded = true } else { buffer.append(contentsOf: bytes) }
        }
    }
}
