/// How an answer is put on the wire.
struct ResponseHead: Equatable {
    enum Framing: Equatable {
        /// No body is sent: HEAD, 204, 304.
        case none
        case fixed(Int)
        case chunked
        /// The body ends with the connection.
        case untilClose
    }

    let bytes: [UInt8]
    let framing: Framing
    let keepsAlive: Bool

    /// - Parameters:
    ///   - length: of the body; nil where it is a stream.
    ///   - head: of the request; nil where it could not be read.
    ///   - keepsAlive: whether the server wants the connection kept.
    init(
        status: Int, fields: HeaderFields, length: Int?, to head: RequestHead?, keepsAlive: Bool,
        date: String
    ) {
        let hasNoBody = status == 204 || status == 304 || status < 200
        let isOld = head?.minorVersion == 0
        let framing: Framing =
            if hasNoBody { .none } else if let length { .fixed(length) } else if isOld {
                .untilClose
            } else { .chunked }
        let isKept = keepsAlive && (head?.keepsAlive ?? false) && framing != .untilClose
        var text = "HTTP/1.1 \(status) \(StatusPhrase.of(status))\r\ndate: \(date)\r\n"
        for field in fields.fields where !Self.own.contains(field.name) {
            guard field.isSendable else { continue }
            text += "\(field.name): \(field.value)\r\n"
        }
        switch framing {
        case .fixed(let length): text += "content-length: \(length)\r\n"
        case .chunked: text += "transfer-encoding: chunked\r\n"
        case .none, .untilClose: break
        }
        if !isKept { text += "connection: close\r\n" }
        bytes = Array((text + "\r\n").utf8)
        self.framing = head?.method == "HEAD" ? .none : framing
        self.keepsAlive = isKept
    }

    /// What the server says itself.
    private static let own: Set<String> = [
        "connection", "content-length", "date", "keep-alive", "transfer-encoding",
    ]
}

extension HeaderFields.Field {
    /// Whether it stays one field of a header, whatever its text came from.
    fileprivate var isSendable: Bool {
        !name.isEmpty && name.utf8.allSatisfy(\.isTokenByte) && value.utf8.allSatisfy(\.isFieldByte)
    }
}
