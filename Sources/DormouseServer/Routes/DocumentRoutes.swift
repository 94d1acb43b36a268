import HTTPServer
import JSON

extension DormouseServer {
    /// The document, for programs and for people.
    static func documentRoutes(_ document: OpenAPIDocument) -> [Route] {
        let own = [
            route(path: "/openapi.json", name: "openapi", access: .open),
            route(path: "/", name: "page", access: .scope(.read)),
        ]
        let whole = OpenAPIDocument(
            routes: document.routes + own.map { $0 { _ in ServerResponse(200) } },
            schemas: document.schemas, version: document.version
        ).json
        let bytes = whole.bytes()
        let page = OpenAPIPage(document: whole).html
        let manual = OpenAPIManual(document: whole).markdown
        return own.map { make in
            make { call in
                let accepts = call.request.head.fields.all("accept").joined(separator: ",")
                let wantsPage =
                    call.request.head.path == "/"
                    ? !accepts.contains("application/json") : accepts.contains("text/html")
                if accepts.contains("text/markdown") {
                    return ServerResponse(
                        200, text: manual, type: "text/markdown; charset=utf-8",
                        fields: ["vary": "accept"])
                }
                guard wantsPage else {
                    return ServerResponse(
                        200, fields: ["content-type": "application/json", "vary": "accept"],
                        body: .bytes(bytes))
                }
                return ServerResponse(
                    200, text: page, type: "text/html; charset=utf-8",
                    fields: [
                        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
                        "x-content-type-options": "nosniff", "vary": "accept",
                    ])
            }
        }
    }

    private static func route(path: String, name: String, access: Route.Access)
        -> (@escaping @Sendable (Call) async throws -> ServerResponse) -> Route
    {
        { handler in
            Route(
                method: "GET", path: path, name: name,
                summary: "This document; for browsers as a page, and as Markdown", group: "server",
                access: access,
                hasNamespace: false,
                answers: [
                    .init(status: 200, help: "OpenAPI 3.1.", schema: "Document"),
                    .init(status: 200, help: "A page.", type: "text/html"),
                    .init(status: 200, help: "A page.", type: "text/markdown"),
                ], handler: handler)
        }
    }
}
