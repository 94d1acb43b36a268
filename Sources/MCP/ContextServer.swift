public import JSON

/// A server of the Model Context Protocol, without its transport: a message in, an answer out. It
/// remembers nothing between two messages, so one serves all clients of both eras.
public struct ContextServer: Sendable {
    /// The server's name, as clients show it.
    var name: String
    var title: String
    var version: String
    /// How to use it, for the client's model. Never anything that was stored.
    var instructions: String
    public var tools: [Tool] = []
    /// Tools that whoever asks may not call, by name, each with the reason. They are not listed.
    public var refused: [String: String] = [:]
    public var templates: [ResourceTemplate] = []
    public var prompts: [Prompt] = []
    /// Resources worth listing, one page a call; the cursor is what the page before returned.
    public var resources:
        @Sendable (_ cursor: String?) async throws -> (
            page: [ResourceListing], next: String?
        ) = { _ in ([], nil) }

    public init(name: String, title: String, version: String, instructions: String) {
        self.name = name
        self.title = title
        self.version = version
        self.instructions = instructions
    }

    /// Adds tools, but for those whose name stands for another already.
    ///
    /// - Returns: the names of those that were added.
    @discardableResult
    public mutating func add(_ more: [Tool]) -> Set<String> {
        let known = Set(tools.map(\.name))
        let new = more.filter { !known.contains($0.name) }
        tools += new
        return Set(new.map(\.name))
    }

    /// Answers a request. Cancelling the task cancels what it does.
    ///
    /// - Returns: nil for what wants no answer.
    public func answer(to json: JSON) async -> JSON? {
        let message: RPCMessage
        do { message = try RPCMessage(json) } catch {
            return .failure(RPCMessage.id(of: json), error)
        }
        guard case .request(let id) = message.kind else { return nil }
        do {
            return .result(id, try await result(of: message))
        } catch let error as RPCError {
            return .failure(id, error)
        } catch is CancellationError {
            return .failure(id, RPCError(RPCError.internalError, "the request was cancelled"))
        } catch {
            return .failure(id, RPCError(RPCError.internalError, String(describing: error)))
        }
    }

    /// The methods that are answered.
    public static let methods: Set<String> = [
        "initialize", "ping", "server/discover", "tools/list", "tools/call", "resources/list",
        "resources/templates/list", "resources/read", "prompts/list", "prompts/get",
    ]

    /// The answer to a message that was not let in.
    public static func refusal(of json: JSON, _ error: RPCError) -> JSON {
        .failure(RPCMessage.id(of: json), error)
    }

    private func result(of message: RPCMessage) async throws -> JSON.Object {
        // A client may shake hands after it has asked in the newer way.
        if message.method == "initialize" { return handshake(message.parameters) }
        guard message.statedVersion != nil || message.method == "server/discover" else {
            if message.method == "ping" { return [:] }
            return try await content(message, isStateless: false)
        }
        try check(message)
        var result = try await content(message, isStateless: true)
        result["resultType"] = "complete"
        result["_meta"] = [MetaKey.serverInfo: info]
        return result
    }

    /// What every request of the newer era carries.
    private func check(_ message: RPCMessage) throws(RPCError) {
        if let version = message.statedVersion, !ProtocolVersion.stateless.contains(version) {
            throw .unsupported(version)
        }
        let capabilities = message.parameters["_meta"]?[MetaKey.capabilities]
        guard capabilities == nil || capabilities?.object != nil,
            capabilities != nil || message.method == "server/discover"
        else {
            throw RPCError(
                RPCError.invalidParameters, "\"_meta\" must have \"\(MetaKey.capabilities)\"")
        }
    }

    private var info: JSON {
        ["name": .string(name), "title": .string(title), "version": .string(version)]
    }

    private var capabilities: JSON {
        [
            "tools": ["listChanged": false],
            "resources": ["listChanged": false, "subscribe": false],
            "prompts": ["listChanged": false],
        ]
    }

    private func handshake(_ parameters: JSON.Object) -> JSON.Object {
        [
            "protocolVersion": .string(
                ProtocolVersion.answer(to: parameters["protocolVersion"]?.string)),
            "capabilities": capabilities, "serverInfo": info,
            "instructions": .string(instructions),
        ]
    }

    private func content(_ message: RPCMessage, isStateless: Bool) async throws -> JSON.Object {
        let parameters = message.parameters
        switch message.method {
        case "server/discover" where isStateless:
            return cacheable([
                "supportedVersions": JSON(ProtocolVersion.all), "capabilities": capabilities,
                "instructions": .string(instructions),
            ])
        case "tools/list":
            return list(
                "tools", tools.filter { refused[$0.name] == nil }.map(\.json), isStateless)
        case "tools/call":
            let name = try text("name", of: parameters)
            guard let tool = tools.first(where: { $0.name == name }) else {
                throw RPCError(RPCError.invalidParameters, "Unknown tool: \(name)")
            }
            let arguments = try object("arguments", of: parameters)
            if let reason = refused[name] { return Tool.failed(reason) }
            return await tool.result(of: arguments)
        case "resources/list":
            let given = parameters["cursor"] ?? .null
            let cursor = given.isNull ? nil : try text("cursor", of: parameters)
            let (page, next) = try await resources(cursor)
            var result = list("resources", page.map(\.json), isStateless)
            if let next { result["nextCursor"] = .string(next) }
            return result
        case "resources/templates/list":
            return list("resourceTemplates", templates.map(\.json), isStateless)
        case "resources/read":
            return try await read(try text("uri", of: parameters), isStateless)
        case "prompts/list":
            return list("prompts", prompts.map(\.json), isStateless)
        case "prompts/get":
            let name = try text("name", of: parameters)
            guard let prompt = prompts.first(where: { $0.name == name }) else {
                throw RPCError(RPCError.invalidParameters, "Unknown prompt: \(name)")
            }
            return try await prompt.result(of: try object("arguments", of: parameters))
        default:
            throw RPCError(RPCError.methodNotFound, "Method not found: \(message.method)")
        }
    }

    private func read(_ uri: String, _ isStateless: Bool) async throws -> JSON.Object {
        for template in templates {
            guard let value = template.value(in: uri), let decoded = value.withoutPercentSigns
            else { continue }
            if let contents = try await template.read(decoded) {
                let result: JSON.Object = ["contents": [contents.json]]
                return isStateless ? cacheable(result) : result
            }
        }
        throw RPCError(
            isStateless ? RPCError.invalidParameters : RPCError.resourceNotFound,
            "Resource not found", data: ["uri": .string(uri)])
    }

    private func list(_ key: String, _ items: [JSON], _ isStateless: Bool) -> JSON.Object {
        let result: JSON.Object = [key: .array(items)]
        return isStateless ? cacheable(result) : result
    }

    /// Lists belong to whoever asked, and are asked for again rather than kept.
    private func cacheable(_ result: JSON.Object) -> JSON.Object {
        var result = result
        result["ttlMs"] = 0
        result["cacheScope"] = "private"
        return result
    }

    private func text(_ name: String, of parameters: JSON.Object) throws(RPCError) -> String {
        guard let text = parameters[name]?.string else {
            throw RPCError(RPCError.invalidParameters, "\"\(name)\" must be a string")
        }
        return text
    }

    private func object(_ name: String, of parameters: JSON.Object) throws(RPCError)
        -> JSON.Object
    {
        guard let value = parameters[name], !value.isNull else { return [:] }
        guard let object = value.object else {
            throw RPCError(RPCError.invalidParameters, "\"\(name)\" must be an object")
        }
        return object
    }
}

extension String {
    /// nil where a percent sign is not followed by two hexadecimal digits, or the bytes are no UTF-8.
    fileprivate var withoutPercentSigns: String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
