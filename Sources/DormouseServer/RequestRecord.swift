import HTTPServer
import JSON

/// What is written down about one request.
struct RequestRecord: Sendable {
    let id: String
    let method: String
    let remote: String
    let start: ContinuousClock.Instant
    var route: Route?
    var caller: Caller?
    var namespace: String?
    var problem: Problem.Kind?
    /// Whether it counts as one of its token's open requests.
    var isCounted = false

    init(id: String, request: ServerRequest, start: ContinuousClock.Instant) {
        self.id = id
        self.start = start
        method = request.head.method
        remote = request.ends.remote.description
    }

    /// - Parameter bytes: of the body; nil for a stream.
    func finish(status: Int, bytes: Int?, _ app: App) {
        if isCounted, let token = caller?.token { app.limits.end(token.id) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let path = route?.path ?? "none"
        let labels = [("method", route?.method ?? "other"), ("route", path)]
        app.metrics.count("dormouse_http_requests_total", labels + [("status", "\(status)")])
        app.metrics.observe("dormouse_http_request_seconds", labels, seconds)
        var fields: JSON.Object = [
            "id": .string(id), "method": .string(route?.method ?? "other"), "route": .string(path),
            "status": .int(status), "ms": .double((seconds * 1e5).rounded() / 100),
            "remote": .string(remote),
        ]
        fields["caller"] = caller.map { .string($0.name) }
        fields["bytes"] = bytes.map(JSON.int)
        fields["code"] = problem.map { .string($0.rawValue) }
        app.log(.info, "request", fields)
        let isRefused = problem == .unauthorized || problem == .forbidden || problem == .misdirected
        guard isRefused || route?.isAudited == true else { return }
        fields["action"] = .string(route?.name ?? "none")
        fields["namespace"] = JSON(namespace)
        fields["outcome"] = isRefused ? "refused" : status < 400 ? "done" : "failed"
        app.log(isRefused ? .warning : .info, "audit", fields)
    }
}
