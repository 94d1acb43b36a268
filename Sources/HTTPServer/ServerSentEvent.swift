/// One event of a stream of media type `text/event-stream`.
public struct ServerSentEvent: Sendable, Hashable {
    public var name: String?
    public var id: String?
    public var data: String

    public init(_ name: String? = nil, id: String? = nil, data: String) {
        self.name = name
        self.id = id
        self.data = data
    }

    /// What keeps a connection alive that has nothing to say.
    public static let heartbeat = ": \n\n"

    /// As it is sent. Line ends in the data become lines of their own; in the name and the id they
    /// are left out.
    public var text: String {
        var text = ""
        if let name { text += "event: \(Self.oneLine(name))\n" }
        if let id { text += "id: \(Self.oneLine(id))\n" }
        let normal = data.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        for line in normal.split(separator: "\n", omittingEmptySubsequences: false) {
            text += "data: \(line)\n"
        }
        return text + "\n"
    }

    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { !"\r\n\0".unicodeScalars.contains($0) }))
    }
}
