import Foundation
public import HTTPServer

/// One request over a connection of its own, and what came back.
public struct Answer: Sendable {
    public let status: Int
    public let fields: [String: String]
    public let body: String

    /// - Parameter head: further header lines.
    public static func of(
        _ method: String, _ target: String, at address: SocketAddress,
        head: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> Answer {
        try await onThread {
            let client = try RawClient(address)
            var text = "\(method) \(target) HTTP/1.1\r\nConnection: close\r\n"
            if !head.contains(where: { $0.0.lowercased() == "host" }) {
                text += "Host: localhost\r\n"
            }
            for (name, value) in head { text += "\(name): \(value)\r\n" }
            if let body { text += "Content-Length: \(body.count)\r\n" }
            client.send(Array((text + "\r\n").utf8) + (body ?? []))
            return Answer(client.rest())
        }
    }

    init(_ text: String) {
        let parts = text.split(
            separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = (parts.first ?? "").split(separator: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...]
                .trimmingCharacters(in: .whitespaces)
        }
        self.fields = fields
        let rest = parts.count > 1 ? String(parts[1]) : ""
        body = fields["transfer-encoding"] == "chunked" ? Self.joined(rest) : rest
    }

    /// What chunks say together.
    private static func joined(_ chunks: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(chunks.utf8)[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let size = Int(
                String(decoding: rest[..<end], as: UTF8.self).trimmingCharacters(
                    in: .whitespacesAndNewlines), radix: 16)
            guard let size, size > 0 else { break }
            rest = rest[(end + 1)...]
            bytes += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
