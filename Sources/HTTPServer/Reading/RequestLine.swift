/// The first line of a request.
struct RequestLine: Equatable {
    let method: String
    /// Beginning with a slash, or `*`.
    let target: String
    /// Of the absolute form.
    let authority: String?
    let minorVersion: Int

    init(_ line: ArraySlice<UInt8>) throws(RequestFault) {
        let parts = line.split(
            separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(\.isTokenByte) else {
            throw .badLine
        }
        method = String(decoding: parts[0], as: UTF8.self)
        minorVersion = try Self.minorVersion(parts[2])
        guard !parts[1].isEmpty, parts[1].allSatisfy(\.isTargetByte) else { throw .badTarget }
        let sent = String(decoding: parts[1], as: UTF8.self)
        if sent.first == "/" {
            target = sent
            authority = nil
        } else if sent == "*", method == "OPTIONS" {
            target = sent
            authority = nil
        } else {
            (authority, target) = try Self.absolute(sent)
        }
    }

    private static func minorVersion(_ bytes: ArraySlice<UInt8>) throws(RequestFault) -> Int {
        let known = Array("HTTP/".utf8)
        let digits = Array(bytes.dropFirst(known.count))
        guard bytes.starts(with: known), digits.count == 3, digits[0].isDigit,
            digits[1] == UInt8(ascii: "."), digits[2].isDigit
        else { throw .badLine }
        guard digits[0] == UInt8(ascii: "1") else { throw .wrongVersion }
        return digits[2] == UInt8(ascii: "0") ? 0 : 1
    }

    /// `http://host/path`, as clients send it to proxies.
    private static func absolute(_ sent: String) throws(RequestFault) -> (String, String) {
        let lower = sent.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else {
            throw .badTarget
        }
        let rest = sent.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = String(rest[..<end])
        guard !authority.isEmpty, !authority.contains("@") else { throw .badTarget }
        let target = String(rest[end...])
        return (authority, target.first == "/" ? target : "/" + target)
    }
}

extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// What names of methods and header fields are made of.
    var isTokenByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
            UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
            UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Visible ASCII without the number sign: fragments are not sent.
    var isTargetByte: Bool { self > 0x20 && self < 0x7F && self != UInt8(ascii: "#") }

    /// What values of header fields are made of.
    var isFieldByte: Bool { self == 0x09 || (self >= 0x20 && self != 0x7F) }
}
