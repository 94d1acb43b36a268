/// Cuts bytes that come in pieces into lines.
struct LineReader {
    enum Line: Equatable {
        /// Without its end.
        case line([UInt8])
        /// It had more bytes than allowed; none of them is kept.
        case tooLong
    }

    private let limit: Int
    private var open: [UInt8] = []
    private var isTooLong = false

    init(limit: Int) { self.limit = limit }

    /// The lines that end in `bytes`.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> [Line] {
        var lines: [Line] = []
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<end])
            lines.append(isTooLong ? .tooLong : .line(open))
            open = []
            isTooLong = false
            rest = rest[(end + 1)...]
        }
        append(rest)
        return lines
    }

    /// What came after the last line; nil where nothing did.
    var rest: [UInt8]? { open.isEmpty || isTooLong ? nil : open }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        if open.count + bytes.count > limit { isTooLong = true }
        if isTooLong { open = [] } else { open += bytes }
    }
}
