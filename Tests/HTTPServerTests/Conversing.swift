import HTTPServerTestSupport

@testable import HTTPServer

/// A server on a free port, and a client's whole conversation with it.
func converse(
    _ options: ServerOptions = ServerOptions(), sending text: String,
    handler: @escaping @Sendable (ServerRequest) async -> ServerResponse = echo
) async throws -> String {
    let server = try HTTPServer(options, handler: handler)
    let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
    let answer = try await onThread {
        let client = try RawClient(address)
        client.send(text)
        return client.rest()
    }
    withExtendedLifetime(server) {}
    return answer
}

/// Says what was asked.
@Sendable func echo(_ request: ServerRequest) async -> ServerResponse {
    do {
        let body = try await request.body.collect(upTo: 1 << 20)
        return ServerResponse(
            200, text: "\(request.head.method) \(request.head.target) \(body.count)\n")
    } catch {
        switch error {
        case .tooLarge: return ServerResponse(413, text: "too large\n")
        case .fault(let fault): return ServerResponse(fault.status, text: "\(fault.reason)\n")
        case .cancelled: return ServerResponse(499, text: "gone\n")
        }
    }
}
