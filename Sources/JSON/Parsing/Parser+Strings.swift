extension JSON.Parser {
    /// Reads a string from its opening quote to behind its closing one.
    mutating func parseString() throws(JSON.Failure) -> String {
        next += 1
        let first = next
        var isASCII = true
        let stop = try skipPlain(&isASCII)
        if stop == UInt8(ascii: "\"") {
            let bytes = UnsafeBufferPointer(start: first, count: next - first)
            next += 1
            return try string(bytes, isASCII, from: first)
        }
        return try parseEscapedString(from: first)
    }

    /// Goes on to the next quote, backslash or end; eight bytes at a time while possible.
    @inline(__always)
    private mutating func skipPlain(_ isASCII: inout Bool) throws(JSON.Failure) -> UInt8 {
        var seen: UInt64 = 0
        defer { if seen & 0x8080_8080_8080_8080 != 0 { isASCII = false } }
        while end - next >= 8 {
            let word = UInt64(
                littleEndian: UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
            // For each of the three kinds of byte that end a run, the high bit of a byte of that
            // kind; bytes above the lowest such one may be marked wrongly, which does no harm.
            let quote = word ^ 0x2222_2222_2222_2222
            let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let low: UInt64 = 0x0101_0101_0101_0101
            let marks =
                ((quote &- low) & ~quote | (backslash &- low) & ~backslash
                    | (word &- 0x2020_2020_2020_2020) & ~word) & 0x8080_8080_8080_8080
            if marks == 0 {
                seen |= word
                next += 8
                continue
            }
            let place = marks.trailingZeroBitCount >> 3
            if place > 0 { seen |= word & (UInt64.max >> UInt64(64 - 8 * place)) }
            next += place
            return try stop()
        }
        while next < end {
            let byte = next.pointee
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 {
                return try stop()
            }
            seen |= UInt64(byte)
            next += 1
        }
        throw failure(.unexpectedEnd)
    }

    @inline(__always)
    private func stop() throws(JSON.Failure) -> UInt8 {
        guard next.pointee >= 0x20 else { throw failure(.controlCharacter) }
        return next.pointee
    }

    @inline(__always)
    private func string(
        _ bytes: UnsafeBufferPointer<UInt8>, _ isASCII: Bool, from first: UnsafePointer<UInt8>
    ) throws(JSON.Failure) -> String {
        if isASCII { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw failure(.invalidUTF8, at: first)
        }
        return text
    }

    /// The rest of a string that has escapes; `next` is at the first of them.
    private mutating func parseEscapedString(
        from first: UnsafePointer<UInt8>
    ) throws(JSON.Failure) -> String {
        scratch.removeAll(keepingCapacity: true)
        var isASCII = true
        var run = first
        while true {
            let stop = run == first ? next.pointee : try skipPlain(&isASCII)
            scratch.append(contentsOf: UnsafeBufferPointer(start: run, count: next - run))
            if stop == UInt8(ascii: "\"") { break }
            try parseEscape()
            run = next
        }
        next += 1
        guard let text = String(validating: scratch, as: UTF8.self) else {
            throw failure(.invalidUTF8, at: first)
        }
        return text
    }

    /// Reads one escape, from its backslash, and appends what it stands for.
    private mutating func parseEscape() throws(JSON.Failure) {
        let backslash = next
        guard end - next >= 2 else { throw failure(.unexpectedEnd, at: end) }
        let letter = next[1]
        next += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(letter)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "u"): try parseUnicodeEscape(from: backslash)
        default: throw failure(.invalidEscape, at: backslash)
        }
    }

    private mutating func parseUnicodeEscape(
        from backslash: UnsafePointer<UInt8>
    ) throws(JSON.Failure) {
        var value = try parseFourDigits(backslash)
        if value & 0xFC00 == 0xD800 {
            guard end - next >= 2, next[0] == UInt8(ascii: "\\"), next[1] == UInt8(ascii: "u")
            else { throw failure(.loneSurrogate, at: backslash) }
            next += 2
            let low = try parseFourDigits(backslash)
            guard low & 0xFC00 == 0xDC00 else { throw failure(.loneSurrogate, at: backslash) }
            value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw failure(.loneSurrogate, at: backslash)
        }
        scratch.append(contentsOf: UTF8.encode(scalar)!)
    }

    private mutating func parseFourDigits(
        _ backslash: UnsafePointer<UInt8>
    ) throws(JSON.Failure) -> UInt32 {
        guard end - next >= 4 else { throw failure(.unexpectedEnd, at: end) }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch next.pointee {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = next.pointee - 0x30
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = next.pointee - 0x57
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = next.pointee - 0x37
            default: throw failure(.invalidEscape, at: backslash)
            }
            value = value << 4 | UInt32(digit)
            next += 1
        }
        return value
    }
}
