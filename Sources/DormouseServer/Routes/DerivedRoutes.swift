import HTTPServer
import JSON
import Memory
import Wire

extension DormouseServer {
    /// What sleep made of memories, to be looked at.
    static func derivedRoutes(_ app: App) -> [Route] {
        [facts(app), episodes(app), episode(app), associations(app), cycles(app)]
    }

    private static func facts(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/facts", name: "facts",
            summary: "Facts with the time they hold, the latest first", group: "knowledge",
            access: .scope(.read),
            parameters: [
                .query(
                    "subject", .text(maximum: 1024), "Only about this one, in either case."),
                .query("predicate", .text(maximum: 256), "Only this relation: `lives_in`."),
                .query("as_of", .moment, "What held then; by default now."),
                .query(
                    "past", .boolean, standard: false,
                    "Whether those that hold no longer come, too."), pageSize(), cursor,
            ],
            answers: [.init(status: 200, help: "A page.", schema: "FactPage")]
        ) { call in
            var listing = FactListing(namespace: call.namespace)
            listing.subject = call.text("subject")
            listing.predicate = call.text("predicate")
            listing.asOf = call.moment("as_of")
            listing.includesPast = call.bool("past") ?? false
            listing.limit = call.int("limit") ?? 50
            listing.after = try cursor(call, PageCursor.init)
            let whole = listing
            return answer(try await app.service.run { try $0.list(whole) }.json, to: call)
        }
    }

    private static func episodes(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/episodes", name: "episodes",
            summary: "Episodes that sleep made of memories, the latest first", group: "knowledge",
            access: .scope(.read),
            parameters: [
                .query(
                    "session", .text(maximum: Limits.maximumNameBytes),
                    "Only of this talk or task."),
                .query("since", .bound, "Only those that end at this moment or later."),
                .query(
                    "until", .bound,
                    "Only those that begin before this moment; a day, month or year counts as a whole."
                ),
                pageSize(), cursor,
            ],
            answers: [.init(status: 200, help: "A page.", schema: "EpisodePage")]
        ) { call in
            var listing = EpisodeListing(namespace: call.namespace)
            listing.sessionID = call.text("session")
            listing.since = call.text("since").flatMap(call.parser.start)
            listing.until = call.text("until").flatMap(call.parser.end)
            listing.limit = call.int("limit") ?? 50
            listing.after = try cursor(call, PageCursor.init)
            let whole = listing
            return answer(try await app.service.run { try $0.list(whole) }.json, to: call)
        }
    }

    private static func episode(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/episodes/{id}", name: "episode",
            summary: "An episode and its memories", group: "knowledge", access: .scope(.read),
            parameters: [.path("id", .id, "The episode's id.")],
            answers: [.init(status: 200, help: "The episode.", schema: "EpisodeWithMemories")]
        ) { call in
            guard let id = call.uuid("id"),
                let found = try await app.service.run({
                    try $0.episode(id, namespace: call.namespace)
                })
            else { throw Problem(.notFound, "the namespace has no episode of this id") }
            var object = found.episode.json
            object["members"] = .array(found.memories.map { .object($0.jsonObject) })
            return answer(object, to: call)
        }
    }

    private static func associations(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/memories/{id}/associations", name: "associations",
            summary: "What is associated with a memory, and how strongly", group: "knowledge",
            access: .scope(.read),
            parameters: [
                memoryID,
                .query("depth", .integer(1...3), standard: 1, "How many links away."),
                .query("limit", .integer(1...500), standard: 50, "How many memories at most."),
            ],
            answers: [
                .init(status: 200, help: "A neighbourhood.", schema: "Neighbourhood")
            ]
        ) { call in
            let memory = try await find(call, app)
            let (depth, limit) = (call.int("depth") ?? 1, call.int("limit") ?? 50)
            let found = try await app.service.run {
                try $0.neighbourhood(of: memory, depth: depth, limit: limit)
            }
            return answer(found.json, to: call)
        }
    }

    private static func cycles(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/sleep/cycles", name: "sleepCycles",
            summary: "The cycles of sleep that were completed, the last first", group: "sleep",
            access: .scope(.read), hasNamespace: false,
            parameters: [
                .query(
                    "before", .integer(1...Int(Int32.max)),
                    "Only cycles with a smaller number: `next` of the page before."), pageSize(),
            ],
            answers: [.init(status: 200, help: "A page.", schema: "SleepCycles")]
        ) { call in
            let (before, limit) = (call.int("before"), call.int("limit") ?? 50)
            let found = try await app.service.run {
                try $0.cycles(before: before, limit: limit + 1)
            }
            let page = found.prefix(limit)
            return call.answer([
                "cycles": .array(page.map(\.json)),
                "next": found.count > limit ? JSON.int(page.last?.number ?? 0) : .null,
            ])
        }
    }
}
