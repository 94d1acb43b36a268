import Foundation
import HTTPServer
import JSON
import Memory

/// Takes each request from the wire to its route and back: who asks, for what, is it well-formed;
/// and writes down what became of it.
struct Desk: Sendable {
    let app: App
    let router: Router

    func answer(_ request: ServerRequest) async -> ServerResponse {
        let start = ContinuousClock.now
        let id = String(UInt64.random(in: .min ... .max), radix: 36)
        if let preflight = preflight(request) { return preflight }
        let found = router.find(method: request.head.method, path: request.head.path)
        var record = RequestRecord(id: id, request: request, start: start)
        if case .route(let route, _) = found { record.route = route }
        var response: ServerResponse
        do {
            response = try await enter(request, found, &record)
        } catch {
            let problem = Problem(error)
            if problem.kind == .internal || problem.cause != nil {
                let reason = problem.cause ?? String(describing: error)
                app.log(.error, "failure", ["id": .string(id), "reason": .string(reason)])
            }
            record.problem = problem.kind
            response = problem.response(requestID: id)
        }
        response.fields.set("x-request-id", id)
        allowOrigin(of: request, &response)
        return finishing(response, record)
    }

    private func enter(
        _ request: ServerRequest, _ found: Router.Found, _ record: inout RequestRecord
    ) async throws -> ServerResponse {
        let caller = try app.gate.admit(
            request, needsToken: record.route?.access != .open, now: app.now)
        record.caller = caller
        switch found {
        case .nothing: throw Problem(.notFound, "there is nothing at this path; see /openapi.json")
        case .otherMethods(let methods):
            var problem = Problem(
                .methodNotAllowed,
                "the methods here are \(methods.sorted().joined(separator: ", "))")
            problem.fields.set("allow", methods.sorted().joined(separator: ", "))
            throw problem
        case .route(let route, let path):
            try permit(caller, route)
            let values = try Checking(route: route).values(path: path, head: request.head)
            let namespace = try namespace(of: route, values, caller)
            record.namespace = namespace
            try begin(caller, &record)
            try Checking.isPlain(request.head)
            let json = try await Checking(route: route).json(request, app.schemas)
            let zone = app.service.engine.options.zone
            let call = Call(
                request: request, caller: caller, namespace: namespace, json: json, values: values,
                id: record.id, parser: MomentParser(now: app.now, zone: zone))
            return try await route.handler(call)
        }
    }

    private func permit(_ caller: Caller, _ route: Route) throws {
        switch route.access {
        case .open: break
        case .scope(let scope):
            guard caller.may(scope) else {
                throw Problem(.forbidden, "the token has no scope '\(scope.rawValue)'")
            }
        }
    }

    private func namespace(of route: Route, _ values: [String: [String]], _ caller: Caller) throws
        -> String
    {
        let standard = caller.standardNamespace(app.options.namespace)
        guard route.hasNamespace, let asked = values["namespace"]?.first else { return standard }
        // It has the right characters, and too many of them for a name.
        do { try MemoryDraft.validate(namespace: asked) } catch {
            throw Problem(.notFound, error.message)
        }
        guard caller.opens(namespace: asked) else {
            throw Problem(.forbidden, "the token does not open this namespace")
        }
        return asked
    }

    private func begin(_ caller: Caller, _ record: inout RequestRecord) throws {
        guard let token = caller.token else { return }
        switch app.limits.begin(token.id, at: .now) {
        case .admitted: record.isCounted = true
        case .tooMany:
            throw Problem(
                .tooManyRequests, "the token has \(app.limits.openRequests) requests open already")
        case .tooFast(let seconds):
            var problem = Problem(.tooManyRequests, "the token asks too often; wait \(seconds) s")
            problem.fields.set("retry-after", "\(seconds)")
            throw problem
        }
    }

    /// Answers what a browser asks before it lets a page of another origin call.
    private func preflight(_ request: ServerRequest) -> ServerResponse? {
        guard request.head.method == "OPTIONS",
            request.head.fields["access-control-request-method"] != nil,
            let origin = request.head.fields["origin"],
            app.gate.origins.contains(origin.lowercased())
        else { return nil }
        return ServerResponse(
            204,
            fields: [
                "access-control-allow-origin": origin, "vary": "origin",
                "access-control-allow-methods": "GET, POST, PUT, DELETE",
                "access-control-allow-headers":
                    "authorization, content-type, idempotency-key, accept",
                "access-control-max-age": "600",
            ])
    }

    private func allowOrigin(of request: ServerRequest, _ response: inout ServerResponse) {
        guard let origin = request.head.fields["origin"],
            app.gate.origins.contains(origin.lowercased())
        else { return }
        response.fields.set("access-control-allow-origin", origin)
        response.fields.set("access-control-expose-headers", "x-request-id, retry-after")
        response.fields.append("vary", "origin")
    }

    /// The answer; what is to be written down is written when its last byte was handed on.
    private func finishing(_ response: ServerResponse, _ record: RequestRecord) -> ServerResponse {
        switch response.body {
        case .bytes(let bytes):
            record.finish(status: response.status, bytes: bytes.count, app)
            return response
        case .stream(let produce):
            // The stream of an answer to HEAD is never run.
            if record.method == "HEAD" {
                record.finish(status: response.status, bytes: 0, app)
                return response
            }
            var response = response
            let status = response.status
            let ending = Ending { [app] in record.finish(status: status, bytes: nil, app) }
            response.body = .stream { writer in
                defer { ending.end() }
                try await produce(writer)
            }
            return response
        }
    }

    /// What no route got to see.
    func noteFault(_ fault: RequestFault, _ ends: ServerRequest.Ends) {
        app.metrics.count("dormouse_http_faults_total", [("status", "\(fault.status)")])
        app.log(
            .warning, "fault",
            [
                "status": .int(fault.status), "reason": .string(fault.reason),
                "remote": .string(ends.remote.description),
            ])
    }
}
