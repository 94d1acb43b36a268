import Foundation
import HTTPServer
import JSON

/// Checks what a request holds against what its route declares; everything that is wrong is said at
/// once.
struct Checking {
    let route: Route

    /// Values by name.
    func values(path: [String: String], head: RequestHead) throws -> [String: [String]] {
        var values: [String: [String]] = [:]
        var details: [Problem.Detail] = []
        let parameters = route.allParameters
        for (name, text) in try Self.pairs(head.query ?? "") {
            guard parameters.contains(where: { $0.place == .query && $0.name == name }) else {
                details.append(.init(place: "query: \(name)", reason: "is not known here"))
                continue
            }
            values[name, default: []].append(text)
        }
        for parameter in parameters {
            switch parameter.place {
            case .query: break
            case .path: values[parameter.name] = path[parameter.name].map { [$0] }
            case .header:
                let sent = head.fields.all(parameter.name)
                if !sent.isEmpty { values[parameter.name] = sent }
            }
            let sent = values[parameter.name] ?? []
            let place = "\(parameter.place.rawValue): \(parameter.name)"
            if parameter.isRequired, sent.isEmpty {
                details.append(.init(place: place, reason: "is missing"))
            }
            if let most = parameter.mostValues, sent.count > most {
                details.append(.init(place: place, reason: "is there \(sent.count) times"))
            }
            for text in sent {
                if let reason = parameter.complaint(text) {
                    details.append(.init(place: place, reason: reason))
                }
            }
        }
        if let first = details.first {
            // An id that is none names nothing.
            throw Problem(
                .invalidInput, "\(first.place) \(first.reason)", details: Array(details.prefix(50)))
        }
        return values
    }

    /// The body as JSON that fits its schema.
    func json(_ request: ServerRequest, _ schemas: Schemas) async throws -> JSON {
        guard case .json(let name, let limit) = route.body else { return .null }
        return try await Self.json(request, name, maximumBytes: limit, schemas)
    }

    /// A body as JSON that fits a schema.
    static func json(
        _ request: ServerRequest, _ name: String, maximumBytes limit: Int, _ schemas: Schemas
    ) async throws -> JSON {
        if let type = request.head.fields["content-type"] {
            let plain = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
            guard plain == "application/json" || plain.hasSuffix("+json") else {
                throw Problem(.unsupportedMediaType, "the body has to be application/json")
            }
        }
        try isUTF8(request.head)
        let bytes = try await request.body.collect(upTo: limit)
        if bytes.isEmpty {
            // Of which nothing is required, nothing has to be sent.
            if schemas.acceptsNothing(name) { return [:] }
            throw Problem(.invalidInput, "there is no body; it has to be JSON")
        }
        if bytes.count < 65_536 { return try parse(bytes, name, schemas) }
        // What takes long must not hold up the other connections of this thread.
        return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try parse(bytes, name, schemas)
        }
    }

    /// - Throws: for a body that says it is written in another encoding; JSON is UTF-8 (RFC 8259).
    static func isUTF8(_ head: RequestHead) throws {
        let parameters = (head.fields["content-type"] ?? "").split(separator: ";").dropFirst()
        for parameter in parameters {
            let pair = parameter.lowercased().split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false
            ).map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"")) }
            guard pair.count == 2, pair[0] == "charset", !pair[1].isEmpty else { continue }
            guard ["utf-8", "utf8", "us-ascii"].contains(pair[1]) else {
                throw Problem(
                    .unsupportedMediaType, "the body has to be UTF-8, not \(pair[1].prefix(64))")
            }
        }
    }

    /// - Throws: for a body that is compressed: how large it becomes nobody could tell before.
    static func isPlain(_ head: RequestHead) throws {
        let codings = head.fields.all("content-encoding").joined(separator: ",").lowercased()
        guard codings.isEmpty || codings == "identity" else {
            throw Problem(
                .unsupportedMediaType,
                "Content-Encoding \(codings.prefix(64)) is not taken; send it plain")
        }
    }

    private static func parse(_ bytes: [UInt8], _ name: String, _ schemas: Schemas) throws -> JSON {
        let json: JSON
        do {
            json = try JSON.parse(bytes, maximumDepth: 64, refusesDuplicateKeys: true)
        } catch {
            throw Problem(.invalidInput, "the body is not JSON: \(error.description)")
        }
        let violations = schemas.violations(of: json, name)
        guard let first = violations.first else { return json }
        throw Problem(
            .invalidInput, "\(first.place) \(first.reason)",
            details: violations.map { .init(place: $0.place, reason: $0.reason) })
    }

    private static func pairs(_ query: Substring) throws -> [(String, String)] {
        var pairs: [(String, String)] = []
        for part in query.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = percentDecoded(halves[0], plusIsSpace: true),
                let value = percentDecoded(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { throw Problem(.invalidInput, "the query is not percent-encoded UTF-8") }
            pairs.append((name, value))
        }
        return pairs
    }
}
