import HTTPServer
import JSON
import Memory
import Wire

extension DormouseServer {
    /// Sleep, of which there is one at a time, for all namespaces.
    static func sleepRoutes(_ app: App) -> [Route] { [startSleep(app), sleepStatus(app)] }

    private static func startSleep(_ app: App) -> Route {
        Route(
            method: "POST", path: "/v1/sleep", name: "startSleep",
            summary: "Consolidate what is new",
            details: "Answers at once; with Accept: text/event-stream the answer is a stream of "
                + "the events progress, done and failed. Sleep goes on when the stream is left.",
            group: "sleep", access: .scope(.sleep), hasNamespace: false, isAudited: true,
            body: .json("SleepRequest", maximumBytes: 65_536),
            answers: [
                .init(
                    status: 200, help: "Events, where they are asked for.",
                    type: "text/event-stream"),
                .init(status: 202, help: "It has begun.", schema: "SleepStatus"),
            ]
        ) { call in
            var request = SleepRequest()
            request.stage = call.json["stage"]?.string.flatMap(SleepStage.init)
            request.asksModel = call.json["asks_model"]?.bool ?? true
            if let text = call.json["as_of"]?.string {
                guard let moment = call.parser.parse(text) else {
                    throw Problem(
                        .invalidInput,
                        "$.as_of cannot be parsed as a time; accepted are \(MomentParser.accepted)")
                }
                request.asOf = moment
            }
            guard call.wantsEvents else {
                return call.answer(try await app.sleeper.start(request), status: 202)
            }
            return events(try await app.sleeper.startWatched(request), of: app, to: call.caller)
        }
    }

    private static func sleepStatus(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/sleep", name: "sleepStatus",
            summary: "Whether sleep runs, how far it is, and how the last one went",
            details: "With Accept: text/event-stream: the events of the sleep that runs.",
            group: "sleep", access: .scope(.read), hasNamespace: false,
            answers: [
                .init(status: 200, help: "The state.", schema: "SleepStatus"),
                .init(status: 200, help: "Events.", type: "text/event-stream"),
            ]
        ) { call in
            guard call.wantsEvents else { return call.answer(await app.sleeper.status) }
            return events(await app.sleeper.watch(), of: app, to: call.caller)
        }
    }

    private static func events(
        _ events: AsyncStream<SleepRunner.Event>, of app: App, to caller: Caller
    ) -> ServerResponse {
        ServerResponse(
            200, fields: ["content-type": "text/event-stream", "cache-control": "no-store"],
            body: .stream { writer in
                for await event in events {
                    do { try app.checkStill(caller) } catch {
                        try await writer.write(text(of: .ended(.failure(Problem(error)))))
                        return
                    }
                    try await writer.write(text(of: event))
                    if app.counts.isDraining { return }
                }
            })
    }

    private static func text(of event: SleepRunner.Event) -> String {
        switch event {
        case .progress(let done, let total):
            let data: JSON = ["done": .int(done), "total": .int(total)]
            return ServerSentEvent("progress", data: data.text()).text
        case .ended(.success(let report)):
            return ServerSentEvent("done", data: report.json.text()).text
        case .ended(.failure(let problem)):
            return ServerSentEvent("failed", data: problem.json(requestID: nil).text()).text
        }
    }
}
