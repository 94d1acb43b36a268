/// Finds the route of a request.
struct Router: Sendable {
    enum Found {
        case route(Route, path: [String: String])
        /// The path is there; these methods are.
        case otherMethods([String])
        case nothing
    }

    let routes: [Route]

    /// - Parameter path: percent-encoded.
    func find(method: String, path: Substring) -> Found {
        // A slash too many is another path.
        guard path.first == "/", let segments = Self.segments(path) else { return .nothing }
        var methods: [String] = []
        // A path without parameters is nearer than one with.
        let plain = routes.filter { $0.segments.elementsEqual(segments, by: ==) }
        for route in plain.isEmpty ? routes : plain {
            guard let values = Self.match(route.segments, segments) else { continue }
            if route.method == method || (method == "HEAD" && route.method == "GET") {
                return .route(route, path: values)
            }
            methods.append(route.method)
        }
        return methods.isEmpty ? .nothing : .otherMethods(methods)
    }

    private static func segments(_ path: Substring) -> [String]? {
        let raw = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if raw.count == 1, raw[0].isEmpty { return [] }
        var segments: [String] = []
        for segment in raw {
            guard let text = percentDecoded(segment), !text.isEmpty else { return nil }
            segments.append(text)
        }
        return segments
    }

    private static func match(_ pattern: [Substring], _ segments: [String]) -> [String: String]? {
        guard pattern.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (part, segment) in zip(pattern, segments) {
            if part.first == "{" {
                values[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return values
    }
}

/// The text that percent-encoded UTF-8 stands for; nil where it is not well-formed.
func percentDecoded(_ text: Substring, plusIsSpace: Bool = false) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "+"), plusIsSpace {
            bytes.append(0x20)
        } else if byte == UInt8(ascii: "%") {
            guard let high = rest.popFirst()?.hexadecimalDigit,
                let low = rest.popFirst()?.hexadecimalDigit
            else { return nil }
            bytes.append(high << 4 | low)
        } else {
            bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}

extension UInt8 {
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}
