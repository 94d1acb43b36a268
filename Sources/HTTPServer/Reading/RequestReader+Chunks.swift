extension RequestReader {
    /// Takes the line that says how long a chunk is. Extensions are skipped.
    mutating func beginChunk(_ line: ArraySlice<UInt8>) throws(RequestFault) {
        let digits = line.prefix { $0 != UInt8(ascii: ";") }
        let rest = line[digits.endIndex...]
        guard !digits.isEmpty, digits.count <= 15, rest.allSatisfy(\.isFieldByte) else {
            throw .badChunk
        }
        var size = 0
        for digit in digits {
            guard let value = digit.hexadecimal else { throw .badChunk }
            size = size << 4 | value
        }
        bodyBytes += size
        if size > limits.bodyBytes || bodyBytes > limits.bodyBytes { throw .bodyTooLarge }
        // A body that is nearly all lines about chunks only costs time.
        overheadBytes += line.count + 4
        if overheadBytes > 65_536 + 8 * bodyBytes { throw .badChunk }
        state = size == 0 ? .trailers : .chunk(left: size)
    }
}

extension UInt8 {
    var hexadecimal: Int? {
        switch self {
        case 0x30...0x39: Int(self) - 0x30
        case 0x41...0x46: Int(self) - 0x41 + 10
        case 0x61...0x66: Int(self) - 0x61 + 10
        default: nil
        }
    }
}
