public import JSON

/// What a client sent, as JSON-RPC 2.0 has it.
public struct RPCMessage: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Wants an answer with this id: a text or a whole number.
        case request(id: JSON)
        case notification
        /// An answer to a question that was never asked.
        case response
    }

    public let kind: Kind
    public let method: String
    public let parameters: JSON.Object

    /// - Throws: `RPCError` for what is no message; `id` is what an answer to it must carry.
    public init(_ json: JSON) throws(RPCError) {
        guard let object = json.object else {
            throw RPCError(
                RPCError.invalidRequest, "a message is an object, not \(json.kindName)")
        }
        guard object["jsonrpc"] == "2.0" else {
            throw RPCError(RPCError.invalidRequest, "\"jsonrpc\" must be \"2.0\"")
        }
        guard let method = object["method"] else {
            guard object["result"] != nil || object["error"] != nil else {
                throw RPCError(RPCError.invalidRequest, "there is no \"method\"")
            }
            (kind, self.method, parameters) = (.response, "", [:])
            return
        }
        guard let name = method.string else {
            throw RPCError(
                RPCError.invalidRequest, "\"method\" is \(method.kindName); expected a string")
        }
        self.method = name
        switch object["params"] {
        case nil: parameters = [:]
        case .object(let given)?: parameters = given
        case let other?:
            throw RPCError(
                RPCError.invalidRequest, "\"params\" is \(other.kindName); expected an object")
        }
        switch object["id"] {
        case nil: kind = .notification
        case let id? where Self.isID(id): kind = .request(id: id)
        case let id?:
            throw RPCError(
                RPCError.invalidRequest,
                "\"id\" is \(id.kindName); expected a string or a whole number")
        }
    }

    /// The id of a message that may be broken otherwise; null where it has none.
    static func id(of json: JSON) -> JSON {
        guard let id = json["id"], isID(id) else { return .null }
        return id
    }

    private static func isID(_ id: JSON) -> Bool { id.string != nil || id.int != nil }

    /// Whether it says of which revision it is, be it in the wrong form.
    public var statesVersion: Bool { parameters["_meta"]?[MetaKey.version] != nil }

    /// The revision the message says it is of, where it says one.
    public var statedVersion: String? { parameters["_meta"]?[MetaKey.version]?.string }
}

extension JSON {
    static func result(_ id: JSON, _ result: JSON.Object) -> JSON {
        ["jsonrpc": "2.0", "id": id, "result": .object(result)]
    }

    static func failure(_ id: JSON, _ error: RPCError) -> JSON {
        var body: JSON.Object = ["code": .int(error.code), "message": .string(error.message)]
        if let data = error.data { body["data"] = data }
        return ["jsonrpc": "2.0", "id": id, "error": .object(body)]
    }
}
