import HTTPServer
import JSON
import Memory
import Wire

extension DormouseServer {
    /// Lists of memories and sessions, and searching without strengthening.
    static func listRoutes(_ app: App) -> [Route] { [list(app), search(app), sessions(app)] }

    static let cursor = Parameter.query(
        "cursor", .token(maximum: 8192), "`next` of the page before: goes on where it ended.")

    static func pageSize(_ most: Int = 1000) -> Parameter {
        .query("limit", .integer(1...most), standard: 50, "How many a page holds at most.")
    }

    private static let filters: [Parameter] = [
        .query("since", .bound, "Only what happened at this moment or later."),
        .query(
            "until", .bound,
            "Only what happened before this moment; a day, month or year counts as a whole."),
        .query(
            "tag", .text(maximum: Limits.maximumNameBytes), repeating: true,
            "Only with each of these tags, or one below it: home stands for home/garden, too."),
        .query(
            "session", .text(maximum: Limits.maximumNameBytes), "Only of this talk or task."),
        .query(
            "speaker", .text(maximum: Limits.maximumNameBytes), "Only said by this one."),
        .query(
            "metadata", .pair(maximum: 4096), repeating: true,
            "`KEY=VALUE`: only with each of these in the metadata, at its top."),
    ]

    private static func filter(_ call: Call) -> MemoryFilter {
        var filter = MemoryFilter()
        filter.since = call.text("since").flatMap(call.parser.start)
        filter.until = call.text("until").flatMap(call.parser.end)
        filter.tags = call.texts("tag")
        filter.sessionID = call.text("session")
        filter.speaker = call.text("speaker")
        filter.metadata = call.texts("metadata").compactMap(MemoryFilter.entry)
        return filter
    }

    private static func list(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/memories", name: "list",
            summary: "List memories, a page at a time",
            details: "Listing does not count as recalling. Repetitions are left out.",
            group: "memories", access: .scope(.read),
            parameters: filters + [
                .query(
                    "order", .choice(["happened", "told"]), standard: "happened",
                    "By when it happened, or by when it was told."),
                .query("oldest_first", .boolean, standard: false, "The other way round."),
                pageSize(), cursor,
            ],
            answers: [.init(status: 200, help: "A page.", schema: "MemoryPage")]
        ) { call in
            var listing = MemoryListing(namespace: call.namespace)
            listing.filter = filter(call)
            listing.order = call.text("order").flatMap(MemoryListing.Order.init) ?? .happened
            listing.isOldestFirst = call.bool("oldest_first") ?? false
            listing.limit = call.int("limit") ?? 50
            listing.after = try cursor(call, PageCursor.init)
            let whole = listing
            let (page, marks, tags) = try await app.service.run { engine in
                (
                    try engine.list(whole), try engine.store.marks(namespace: whole.namespace),
                    try engine.store.laterTags(namespace: whole.namespace)
                )
            }
            return answer(page.json(marks, laterTags: tags), to: call)
        }
    }

    private static func search(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/search", name: "search",
            summary: "The memories that a text fits, the best first, without strengthening them",
            details: "What recall finds; nothing is written down.",
            group: "recall", access: .scope(.read),
            parameters: [
                Parameter(
                    name: "q", place: .query, kind: .text(maximum: 4096), isRequired: true,
                    help: "What to look for.")
            ] + filters + [
                .query("limit", .integer(1...1000), standard: 10, "How many memories at most.")
            ],
            answers: [.init(status: 200, help: "What was found.", schema: "RecallAnswer")]
        ) { call in
            var options = RecallOptions(namespace: call.namespace)
            options.limit = call.int("limit") ?? 10
            options.filter = filter(call)
            options.isWrittenDown = false
            let found = try await app.service.recall(call.text("q") ?? "", options: options)
            return answer(found.json.object ?? [:], to: call)
        }
    }

    private static func sessions(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/sessions", name: "sessions",
            summary: "The talks and tasks that memories belong to, the latest first",
            details: "Their memories: `GET /v1/memories?session=…`.",
            group: "memories", access: .scope(.read),
            parameters: [
                .query(
                    "speaker", .text(maximum: Limits.maximumNameBytes),
                    "Only with something said by this one."), pageSize(), cursor,
            ],
            answers: [.init(status: 200, help: "A page.", schema: "SessionPage")]
        ) { call in
            var listing = SessionListing(namespace: call.namespace)
            listing.speaker = call.text("speaker")
            listing.limit = call.int("limit") ?? 50
            listing.after = try cursor(call, SessionCursor.init)
            let whole = listing
            return answer(try await app.service.run { try $0.list(whole) }.json, to: call)
        }
    }

    /// The cursor that the query has; none of another list is taken, which `list` sees to. What is no
    /// cursor, or is one of another list, has no page.
    static func cursor<C>(_ call: Call, _ parse: (String) -> C?) throws -> C? {
        guard let text = call.text("cursor") else { return nil }
        guard let cursor = parse(text) else {
            throw Problem(
                .notFound, "query: cursor is not a cursor: give `next` of the page before",
                details: [.init(place: "query: cursor", reason: "is not a cursor")])
        }
        return cursor
    }

    /// What was found, with whose it is.
    static func answer(_ object: JSON.Object, to call: Call) -> ServerResponse {
        var object = object
        object["namespace"] = .string(call.namespace)
        return call.answer(.object(object))
    }
}
