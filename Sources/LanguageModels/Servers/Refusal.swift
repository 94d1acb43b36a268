import HTTPClient
import JSON

/// An answer that says that there is none, and what it means.
struct Refusal {
    let answer: HTTPResponse
    /// The status it stands for: its own or, where it has status 200 and an error in its body, the
    /// one that the body names.
    let status: Int
    let server: ModelServer
    let model: String?
    /// What was sent, and must not be repeated.
    let texts: [String]

    func error(commandToFetch: String?) -> ModelError {
        let host = server.host.name
        switch status {
        case 401, 403:
            // The reason may repeat the key.
            return ModelError(
                .unauthorized,
                "\(host) wants another key (\(told)); set api_key in dormouse.yml, or "
                    + "OPENAI_API_KEY")
        case 404:
            guard let model else {
                return ModelError(.refused, "\(host) has nothing at \(server.url) (\(told))")
            }
            let fetch = commandToFetch.map { "; fetch it with: \($0)" } ?? ""
            return ModelError(.modelMissing, "\(host) has no model '\(model)'\(fetch)\(reason)")
        case 429:
            return ModelError(
                .rateLimited, "\(host) wants fewer requests (\(told))\(rest)\(reason)",
                retryAfter: retryAfter)
        case 300..<400:
            return ModelError(
                .refused,
                "\(host) redirects (\(told)), which is not followed; give the address it "
                    + "redirects to as the url")
        case 503 where isLoading:
            return ModelError(
                .loading, "\(host) is still loading the model (\(told))\(reason)",
                retryAfter: retryAfter)
        case 408, 500...:
            return ModelError(
                .serverFailed, "\(host) failed with \(told)\(rest)\(reason)",
                retryAfter: retryAfter)
        default:
            return ModelError(.refused, "\(host) refused with \(told)\(reason)")
        }
    }

    /// `status 429`, or how an error comes that is not one by its status.
    private var told: String {
        if answer.status == status { return "status \(status)" }
        let number = Self.number(in: try? JSON.parse(answer.body))
        return (number.map { "error \($0)" } ?? "an error")
            + " in an answer with status \(answer.status)"
    }

    private var retryAfter: Duration? {
        answer[header: "retry-after"].flatMap {
            RetryAfter($0, serverTime: answer[header: "date"])?.delay
        }
    }

    /// How long it wants to be left alone, where that may be why nobody waits.
    private var rest: String {
        guard let retryAfter, retryAfter > .seconds(1) else { return "" }
        let seconds = retryAfter.components.seconds
        let time = seconds < Int64(RetryAfter.longest) ? "\(seconds) s" : "an hour or more"
        return " and wants to be left alone for \(time)"
    }

    private var isLoading: Bool {
        let words = (Self.words(of: try? JSON.parse(answer.body)) ?? "").lowercased()
        return ["loading", "starting", "warming up"].contains { words.contains($0) }
    }

    /// What a server says went wrong, in one of the forms that servers use; nil where it says
    /// nothing of the kind.
    static func words(of body: JSON?) -> String? {
        guard let body else { return nil }
        if let error = body["error"], !error.isNull {
            return error["message"]?.string ?? error.string ?? error["detail"]?.string
                ?? error.text()
        }
        if let errors = body["errors"]?.array, let first = errors.first {
            return first["message"]?.string ?? first.string ?? first.text()
        }
        return body["message"]?.string ?? body["detail"]?.string
    }

    /// What the server says, unless it repeats what it was sent.
    private var reason: String {
        guard let text = Self.words(of: try? JSON.parse(answer.body)) else { return "" }
        let repeats = texts.contains { sent in
            sent.count >= 8 && text.contains(sent.prefix(24))
        }
        guard !repeats else { return "" }
        return ": " + shortened(server.key?.hidden(in: text) ?? text)
    }
}

/// One line of a server's words, 200 characters at most.
func shortened(_ text: String) -> String {
    let line = String(
        text.prefix(200).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        })
    return text.count > 200 ? line + "…" : line
}
