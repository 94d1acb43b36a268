import Arguments
import Foundation
import HTTPServer
import Pipeline

/// `pipeline docs serve`: the target folder for a browser.
enum PipelineDocsServeCommand: Command {
    static let spec = CommandSpec(
        "serve", abstract: "Serve the page and the artifacts of the target folder",
        discussion: """
            The page needs no server: this is for artifacts that are read from elsewhere, and for \
            who is used to it. Ctrl-C ends it.
            """,
        examples: [Example("dormouse pipeline docs serve --port 8001", "http://127.0.0.1:8001")],
        options: [
            .value("host", "ADDRESS", default: "127.0.0.1", help: "the address to listen on"),
            .value(
                "port", "PORT", .integer(0...65_535), default: "8080", help: "0 takes a free one"),
            .flag("browser", negatable: true, hidden: true, help: "of dbt; no browser is opened"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let folder = FolderPages(call.targetDirectory)
        guard folder.response(to: "/").status == 200 else {
            throw PipelineError(
                .file, "there is no index.html in \(call.shown(call.targetDirectory))",
                hint: "Run `dormouse pipeline docs generate` first.")
        }
        let signals = WaitedSignals([SIGTERM, SIGINT])
        let server = try HTTPServer { request in
            guard ["GET", "HEAD"].contains(request.head.method) else {
                return ServerResponse(405, fields: ["allow": "GET, HEAD"])
            }
            return folder.response(to: String(request.head.path))
        }
        let address = try server.listen(
            on: .tcp(
                host: call.command.string("host") ?? "127.0.0.1",
                port: call.command.integer("port") ?? 8080))
        invocation.console.print("listening on \(address.description)")
        _ = signals.wait()
        withExtendedLifetime(server) {}
        return 0
    }
}

/// The files of one folder as a server gives them.
struct FolderPages: Sendable {
    private let root: URL

    init(_ folder: URL) { root = folder.standardizedFileURL.resolvingSymlinksInPath() }

    /// - Parameter path: as the request has it, percent-encoded. Nothing outside of the folder is
    ///   given, and nothing that begins with a dot.
    func response(to path: String) -> ServerResponse {
        let missing = ServerResponse(404, text: "not found\n")
        guard let decoded = path.removingPercentEncoding, !decoded.contains("\0") else {
            return missing
        }
        var parts = decoded.split(separator: "/").map(String.init)
        if parts.contains(where: { $0.hasPrefix(".") }) { return missing }
        if parts.isEmpty { parts = ["index.html"] }
        let file = parts.reduce(root) { $0.appending(path: $1) }.resolvingSymlinksInPath()
        guard file.path.hasPrefix(root.path + "/"), let data = try? Data(contentsOf: file) else {
            return missing
        }
        return ServerResponse(
            200, fields: ["content-type": Self.type(of: file.pathExtension)],
            body: .bytes(Array(data)))
    }

    private static func type(of ending: String) -> String {
        switch ending.lowercased() {
        case "html": "text/html; charset=utf-8"
        case "json": "application/json"
        case "sql", "txt", "md", "csv", "py": "text/plain; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "png": "image/png"
        case "svg": "image/svg+xml"
        case "jpg", "jpeg": "image/jpeg"
        default: "application/octet-stream"
        }
    }
}
