/// Reads requests out of the bytes of a connection: strictly, as RFC 9112 has them.
///
/// What two readers could understand in two ways is refused: a bare CR or LF, a space before a
/// colon, a folded line, two lengths, a length beside chunks. No I/O happens here.
///
/// ```swift
/// var reader = RequestReader(limits: RequestLimits())
/// reader.append(bytes)
/// while let event = try reader.next() { … }
/// ```
struct RequestReader {
    enum Event: Sendable, Equatable {
        case head(RequestHead)
        case body([UInt8])
        /// The request is complete; what follows is another.
        case end
    }

    enum State: Equatable {
        case line
        case fields
        case fixedBody(left: Int)
        case chunkSize
        case chunk(left: Int)
        case chunkEnd
        case trailers
        case end
        case failed(RequestFault)
    }

    let limits: RequestLimits
    var state = State.line

    // Bytes that are not yet understood: `buffer[start...]`, without a line end before `scanned`.
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0

    // Of the request that is being read.
    var requestLine: RequestLine?
    var fields = HeaderFields()
    var fieldBytes = 0
    var sawEmptyLine = false
    var bodyBytes = 0
    var overheadBytes = 0
    var trailerCount = 0

    init(limits: RequestLimits) { self.limits = limits }

    /// Whether nothing of a request is here.
    var isBetweenRequests: Bool { state == .line && start == buffer.count }

    /// Whether a head is complete and its body is being read.
    var isInBody: Bool {
        switch state {
        case .line, .fields, .failed: false
        default: true
        }
    }

    mutating func append(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }

    /// What comes next; nil where more bytes are needed.
    ///
    /// - Throws: what is wrong with the request; then nothing more can be read.
    mutating func next() throws(RequestFault) -> Event? {
        do throws(RequestFault) { return try step() } catch {
            state = .failed(error)
            buffer = []
            start = 0
            scanned = 0
            throw error
        }
    }

    private mutating func step() throws(RequestFault) -> Event? {
        while true {
            switch state {
            case .line:
                guard let line = try takeLine(atMost: limits.lineBytes, beyond: .lineTooLong)
                else { return nil }
                // One empty line is forgiven: old clients end a body with it.
                if line.isEmpty, !sawEmptyLine {
                    sawEmptyLine = true
                    continue
                }
                requestLine = try RequestLine(line)
                state = .fields
            case .fields:
                let left = limits.headerBytes - fieldBytes
                guard let line = try takeLine(atMost: left, beyond: .headerTooLarge) else {
                    return nil
                }
                if line.isEmpty { return .head(try finishHead()) }
                try add(line)
            case .fixedBody(let left):
                guard let bytes = take(atMost: left) else { return nil }
                state = bytes.count == left ? .end : .fixedBody(left: left - bytes.count)
                return .body(bytes)
            case .chunkSize:
                guard let line = try takeLine(atMost: 300, beyond: .badChunk) else { return nil }
                try beginChunk(line)
            case .chunk(let left):
                guard let bytes = take(atMost: left) else { return nil }
                state = bytes.count == left ? .chunkEnd : .chunk(left: left - bytes.count)
                return .body(bytes)
            case .chunkEnd:
                guard let line = try takeLine(atMost: 0, beyond: .badChunk) else { return nil }
                guard line.isEmpty else { throw .badChunk }
                state = .chunkSize
            case .trailers:
                let left = limits.headerBytes - fieldBytes
                guard let line = try takeLine(atMost: left, beyond: .headerTooLarge) else {
                    return nil
                }
                if line.isEmpty { state = .end } else { try skipTrailer(line) }
            case .end:
                reset()
                return .end
            case .failed(let fault): throw fault
            }
        }
    }

    private mutating func reset() {
        state = .line
        requestLine = nil
        fields = HeaderFields()
        fieldBytes = 0
        sawEmptyLine = false
        bodyBytes = 0
        overheadBytes = 0
        trailerCount = 0
    }

    /// A line without its CR LF; nil where its end is not here yet.
    private mutating func takeLine(atMost limit: Int, beyond fault: RequestFault)
        throws(RequestFault) -> ArraySlice<UInt8>?
    {
        guard let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) else {
            scanned = buffer.count
            // The CR of a line that just fits is not one byte too many.
            if scanned - start > limit + 1 { throw fault }
            compact()
            return nil
        }
        guard end > start, buffer[end - 1] == UInt8(ascii: "\r") else { throw .bareLineFeed }
        if end - 1 - start > limit { throw fault }
        let line = buffer[start..<(end - 1)]
        start = end + 1
        scanned = start
        return line
    }

    private mutating func take(atMost count: Int) -> [UInt8]? {
        let end = min(buffer.count, start + count)
        guard end > start else {
            compact()
            return nil
        }
        let bytes = Array(buffer[start..<end])
        start = end
        scanned = end
        return bytes
    }

    /// Lets go of what is read.
    private mutating func compact() {
        guard start > 0 else { return }
        if start == buffer.count {
            // An idle connection keeps no memory.
            buffer.removeAll(keepingCapacity: buffer.capacity <= 4096)
        } else {
            buffer.removeFirst(start)
        }
        scanned -= start
        start = 0
    }
}
