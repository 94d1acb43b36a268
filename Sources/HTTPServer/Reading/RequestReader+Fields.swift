extension RequestReader {
    /// Takes a line of the header.
    mutating func add(_ line: ArraySlice<UInt8>) throws(RequestFault) {
        let (name, value) = try field(line)
        fields.append(name, value)
    }

    /// Checks a field behind the last chunk; nobody asks for its value.
    mutating func skipTrailer(_ line: ArraySlice<UInt8>) throws(RequestFault) {
        _ = try field(line)
        trailerCount += 1
        if trailerCount > limits.headerCount { throw .headerTooLarge }
    }

    private mutating func field(_ line: ArraySlice<UInt8>) throws(RequestFault)
        -> (name: String, value: String)
    {
        fieldBytes += line.count + 2
        if fields.fields.count >= limits.headerCount { throw .headerTooLarge }
        if line.first == 0x20 || line.first == 0x09 { throw .foldedField }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(\.isTokenByte)
        else { throw .badField }
        var value = line[(colon + 1)...]
        guard value.allSatisfy(\.isFieldByte) else { throw .badField }
        while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
        while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
        // Bytes beyond ASCII are UTF-8, or else the Latin-1 of old.
        let text =
            String(validating: value, as: UTF8.self)
            ?? String(String.UnicodeScalarView(value.map { Unicode.Scalar($0) }))
        return (String(decoding: line[..<colon], as: UTF8.self), text)
    }

    /// The head, once its empty line has been read.
    mutating func finishHead() throws(RequestFault) -> RequestHead {
        guard let line = requestLine else { throw .badLine }
        let framing = try framing(minorVersion: line.minorVersion)
        let head = RequestHead(
            method: line.method, target: line.target, authority: try authority(line),
            minorVersion: line.minorVersion, fields: fields, framing: framing,
            expectsContinue: try expectsContinue(line) && framing != .none)
        switch framing {
        case .none: state = .end
        case .fixed(let count):
            if count > limits.bodyBytes { throw .bodyTooLarge }
            state = count == 0 ? .end : .fixedBody(left: count)
        case .chunked: state = .chunkSize
        }
        return head
    }

    private func framing(minorVersion: Int) throws(RequestFault) -> RequestHead.Framing {
        let lengths = fields.all("content-length")
        let codings = fields.all("transfer-encoding")
        if codings.isEmpty {
            guard let length = lengths.first else { return .none }
            if lengths.count > 1 { throw .twoLengths }
            guard !length.isEmpty, length.utf8.allSatisfy(\.isDigit) else { throw .badLength }
            guard let count = Int(length) else { throw .bodyTooLarge }
            return .fixed(count)
        }
        if !lengths.isEmpty || codings.count > 1 || minorVersion == 0 { throw .twoLengths }
        guard codings[0].lowercased() == "chunked" else { throw .unknownCoding }
        return .chunked
    }

    private func authority(_ line: RequestLine) throws(RequestFault) -> String {
        let hosts = fields.all("host")
        if hosts.count > 1 || (hosts.isEmpty && line.minorVersion == 1) { throw .badHost }
        let host = hosts.first ?? ""
        guard host.utf8.allSatisfy(\.isHostByte) else { throw .badHost }
        guard let absolute = line.authority else { return host }
        guard absolute.utf8.allSatisfy(\.isHostByte) else { throw .badHost }
        if !hosts.isEmpty, host.lowercased() != absolute.lowercased() { throw .badHost }
        return absolute
    }

    private func expectsContinue(_ line: RequestLine) throws(RequestFault) -> Bool {
        guard let expectation = fields["expect"], line.minorVersion == 1 else { return false }
        guard expectation.lowercased() == "100-continue" else { throw .unknownExpectation }
        return true
    }
}

extension UInt8 {
    /// Of names, addresses (in brackets) and ports.
    var isHostByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}
