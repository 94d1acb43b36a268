import Foundation
import JSON

/// The header fields of HTTP that say again what a request of 2026-07-28 and later says in its body,
/// so that whatever stands in between can route it without reading it.
public enum RoutingHeaders {
    public static let version = "mcp-protocol-version"
    public static let method = "mcp-method"
    public static let name = "mcp-name"
    public static let session = "mcp-session-id"

    /// Methods and the parameter that `Mcp-Name` repeats.
    private static let named = [
        "tools/call": "name", "prompts/get": "name", "resources/read": "uri",
    ]

    /// Checks that header and body say the same.
    ///
    /// - Parameter values: of all header fields of a name, in order.
    /// - Throws: `headerMismatch`, with what differs; `unsupportedVersion`.
    public static func check(_ message: RPCMessage, values: (String) -> [String])
        throws(RPCError)
    {
        for field in [version, method, name] where values(field).count > 1 {
            throw mismatch("\(field) is there \(values(field).count) times")
        }
        let stated = message.parameters["_meta"]?[MetaKey.version]
        guard let sent = values(version).first else { throw mismatch("\(version) is missing") }
        guard let stated, stated == .string(sent) else {
            throw mismatch("\(version) is not what \"_meta\" says")
        }
        guard values(method).first == message.method else {
            throw mismatch("\(method) is not the method of the body")
        }
        if let key = named[message.method], let wanted = message.parameters[key]?.string,
            values(name).first.flatMap(decoded) != wanted
        {
            throw mismatch("\(name) is not \"\(key)\" of the body")
        }
        if !ProtocolVersion.stateless.contains(sent) { throw .unsupported(sent) }
    }

    private static func mismatch(_ reason: String) -> RPCError {
        RPCError(RPCError.headerMismatch, "the header and the body differ: \(reason)")
    }

    /// A value as it stands in a header: what is not plain ASCII comes as `=?base64?…?=`.
    static func decoded(_ value: String) -> String? {
        let (start, end) = ("=?base64?", "?=")
        guard value.hasPrefix(start), value.hasSuffix(end),
            value.utf8.count >= start.utf8.count + end.utf8.count
        else { return value }
        let payload = String(value.dropFirst(start.count).dropLast(end.count))
        guard let data = Data(base64Encoded: payload), data.base64EncodedString() == payload else {
            return nil
        }
        return String(validating: data, as: UTF8.self)
    }
}
