import Foundation
import HTTPServer
import JSON
import Memory
import Wire

extension DormouseServer {
    private static let lines = "application/x-ndjson"

    /// Memories in bulk, in and out.
    static func transferRoutes(_ app: App) -> [Route] { [export(app), importLines(app)] }

    private static func export(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/export", name: "export",
            summary: "Every memory, a line of JSON each, by event time", group: "transfer",
            access: .scope(.read), isAudited: true,
            answers: [.init(status: 200, help: "JSON Lines.", type: lines)]
        ) { call in
            let (namespace, caller) = (call.namespace, call.caller)
            return ServerResponse(
                200, fields: ["content-type": lines, "cache-control": "no-store"],
                body: .stream { writer in
                    var piece = ""
                    for try await line in app.service.export(namespace: namespace) {
                        piece += line + "\n"
                        if piece.utf8.count > 32_768 {
                            // Thrown, so that what was sent does not pass for the whole.
                            try app.checkStill(caller)
                            try await writer.write(piece)
                            piece = ""
                        }
                    }
                    try await writer.write(piece)
                })
        }
    }

    private static func importLines(_ app: App) -> Route {
        Route(
            method: "POST", path: "/v1/import", name: "import",
            summary: "Keep memories, a line of JSON each, as export writes them",
            details: "Nothing is imported when a line cannot be read, unless keep_going is true. "
                + "Importing the same again adds nothing. All go into the one namespace.",
            group: "transfer", access: .scope(.write), isAudited: true,
            parameters: [
                .query(
                    "keep_going", .boolean, standard: false,
                    "Whether the rest is imported where a line cannot be read.")
            ],
            body: .stream(
                type: lines, json: "ManyMemories",
                "JSON Lines, up to 1 GiB; or an array of memories, up to 32 MiB."),
            answers: [.init(status: 200, help: "What became of it.", schema: "ImportReport")]
        ) { call in
            let folder = FileManager.default.temporaryDirectory.appending(
                path: "dormouse-import-\(UUID().uuidString.lowercased())")
            defer { try? FileManager.default.removeItem(at: folder) }
            // Its name is what faults are said to be in.
            let file = folder.appending(path: "body.jsonl")
            try await withTaskExecutorPreference(globalConcurrentExecutor) {
                try await keep(try await lines(of: call, app), in: file)
            }
            var request = ImportRequest(path: file, namespace: call.namespace)
            request.formats = [.jsonl]
            request.forcesNamespace = true
            request.keepsGoing = call.bool("keep_going") ?? false
            let report: ImportReport
            do { report = try await app.service.importMemories(request) } catch {
                throw inWordsOfREST(error)
            }
            return call.answer(report.json(embedded: nil))
        }
    }

    /// The engine speaks of options of the command line.
    private static func inWordsOfREST(_ error: any Error) -> any Error {
        guard let error = error as? MemoryError else { return error }
        return MemoryError(
            error.code, error.message.replacing("--keep-going", with: "keep_going=true"))
    }

    /// The body as JSON Lines, whichever of both it is.
    private static func lines(of call: Call, _ app: App) async throws -> RequestBody {
        let type = call.request.head.fields["content-type"]?.prefix { $0 != ";" }.lowercased()
        switch type {
        case "application/json":
            let array = try await Checking.json(
                call.request, "ManyMemories", maximumBytes: 32 << 20, app.schemas)
            // Refused here, and not one by one: what is not as declared is wrong as a whole.
            for memory in array.array ?? [] {
                _ = try MemoryDraft(json: memory, namespace: call.namespace, parser: call.parser)
            }
            let lines = (array.array ?? []).map { $0.text() + "\n" }
            return RequestBody(Array(lines.joined().utf8))
        case nil, lines, "application/jsonl", "application/octet-stream", "text/plain",
            "application/x-www-form-urlencoded":
            // The last is what curl says where it is told nothing.
            return call.request.body
        default:
            throw Problem(
                .unsupportedMediaType, "the body has to be \(lines) or application/json")
        }
    }

    /// Writes a body to a file that only this user can read.
    private static func keep(_ body: RequestBody, in file: URL) async throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        guard FileManager.default.createFile(atPath: file.path, contents: nil),
            let handle = FileHandle(forWritingAtPath: file.path)
        else { throw Problem(.storage, "cannot write what is to be imported to \(file.path)") }
        defer { try? handle.close() }
        while let piece = try await body.next() {
            do { try handle.write(contentsOf: Data(piece)) } catch {
                throw Problem(
                    .storage, "no room for what is to be imported: \(error.systemReason)")
            }
        }
    }
}
