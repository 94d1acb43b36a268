import JSON

/// Something a client can read by its address.
public struct ResourceContents: Sendable {
    var uri: String
    var mimeType: String
    var text: String

    public init(uri: String, mimeType: String = "application/json", text: String) {
        self.uri = uri
        self.mimeType = mimeType
        self.text = text
    }

    var json: JSON {
        ["uri": .string(uri), "mimeType": .string(mimeType), "text": .string(text)]
    }
}

/// A resource as it is listed.
public struct ResourceListing: Sendable {
    var uri: String
    var name: String
    var description: String

    public init(uri: String, name: String, description: String) {
        self.uri = uri
        self.name = name
        self.description = description
    }

    var json: JSON {
        [
            "uri": .string(uri), "name": .string(name), "description": .string(description),
            "mimeType": "application/json",
        ]
    }
}

/// A kind of resources: `dormouse://memory/{id}`.
public struct ResourceTemplate: Sendable {
    let pattern: String
    let name: String
    let description: String
    /// Reads one; nil where there is none.
    let read: @Sendable (_ value: String) async throws -> ResourceContents?

    /// - Parameters:
    ///   - pattern: an address whose end is a variable in braces (RFC 6570, level 1).
    ///   - read: gets what stands for the variable, with its percent signs resolved.
    public init(
        _ pattern: String, name: String, description: String,
        read: @escaping @Sendable (_ value: String) async throws -> ResourceContents?
    ) {
        self.pattern = pattern
        self.name = name
        self.description = description
        self.read = read
    }

    var json: JSON {
        [
            "uriTemplate": .string(pattern), "name": .string(name),
            "description": .string(description), "mimeType": "application/json",
        ]
    }

    /// What an address has in the place of the variable; nil where it is of another kind.
    func value(in uri: String) -> String? {
        let prefix = String(pattern.prefix { $0 != "{" })
        guard uri.hasPrefix(prefix), uri.count > prefix.count else { return nil }
        return String(uri.dropFirst(prefix.count))
    }
}
