import JSON

/// Errors that come in the body of an answer with status 200: proxies and servers under load do so.
extension Refusal {
    /// What went wrong, by the body of an answer; nil for one that says nothing of an error.
    static func error(in body: JSON) -> JSON? {
        for error in [body["error"], body["errors"]?[0]] {
            if let error, !error.isNull, error != false, error != "" { return error }
        }
        // The form of vLLM and the form of Anthropic's interface.
        guard ["object", "type"].contains(where: { body[$0] == "error" }) else {
            // Not `nil`, which would be JSON's null here.
            return Optional.none
        }
        return body
    }

    /// The status that an error in a body stands for; nil where it names none.
    static func status(in body: JSON?) -> Int? {
        if let number = number(in: body) { return number }
        let names = labels(of: body).compactMap { $0.string?.lowercased() }
        return statuses.first { known in names.contains { $0.contains(known.name) } }?.status
    }

    /// The status that it gives as a number.
    static func number(in body: JSON?) -> Int? {
        labels(of: body).compactMap { $0.int ?? $0.string.flatMap { Int($0) } }
            .first(where: (400...599).contains)
    }

    private static func labels(of body: JSON?) -> [JSON] {
        guard let body, let error = error(in: body) else { return [] }
        return [error["code"], error["status"], error["type"], body["code"], body["status"]]
            .compactMap(\.self)
    }

    /// By what servers call their errors; the first that fits.
    private static let statuses: [(name: String, status: Int)] = [
        ("model_not_found", 404), ("not_found", 404), ("notfound", 404), ("rate_limit", 429),
        ("ratelimit", 429), ("too_many_requests", 429), ("quota", 429), ("overload", 503),
        ("unavailable", 503), ("loading", 503), ("timeout", 504), ("api_key", 401),
        ("authentication", 401), ("unauthorized", 401), ("permission", 403), ("forbidden", 403),
        ("billing", 403), ("context_length", 400), ("invalid_request", 400), ("badrequest", 400),
        ("bad_request", 400), ("unprocessable", 422), ("server_error", 500),
        ("internal", 500), ("api_error", 500),
    ]
}
