import HTTPServer
import JSON
import Memory
import Wire

extension DormouseServer {
    /// What there is, and how it does.
    static func placeRoutes(_ app: App) -> [Route] {
        [namespaces(app), statistics(app), health(app), version(app), metrics(app)]
    }

    private static func namespaces(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/namespaces", name: "namespaces",
            summary: "The namespaces that the caller may open, and how many memories each has",
            group: "server", access: .scope(.read), hasNamespace: false,
            answers: [.init(status: 200, help: "By name.", schema: "Namespaces")]
        ) { call in
            let entries = try await app.service.namespaces().filter {
                call.caller.opens(namespace: $0.name)
            }
            return call.answer([
                "namespaces": .array(
                    entries.map { ["name": .string($0.name), "memories": .int($0.rows)] })
            ])
        }
    }

    private static func statistics(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/statistics", name: "statistics",
            summary: "Counts of a namespace", group: "server", access: .scope(.read),
            answers: [.init(status: 200, help: "Counts.", schema: "Statistics")]
        ) { call in
            let statistics = try await app.service.statistics(namespace: call.namespace)
            var object = statistics.json(home: nil).object ?? [:]
            // Where and how large the whole store is, is not its tenants' business.
            object["kept_in"] = nil
            object["bytes"] = nil
            object["namespace"] = .string(call.namespace)
            return call.answer(.object(object))
        }
    }

    private static func health(_ app: App) -> Route {
        Route(
            method: "GET", path: "/health", name: "health",
            summary: "Whether the server takes requests", group: "server", access: .open,
            hasNamespace: false,
            answers: [
                .init(status: 200, help: "It does.", schema: "Health"),
                .init(status: 503, help: "It is shutting down.", schema: "Health"),
            ]
        ) { call in
            if app.counts.isDraining { return call.answer(["status": "draining"], status: 503) }
            // Shows that threads are free to work, too.
            try await app.service.run(deadline: .seconds(5)) { _ in }
            return call.answer(["status": "ok"])
        }
    }

    private static func version(_ app: App) -> Route {
        Route(
            method: "GET", path: "/v1/version", name: "version", summary: "What runs here",
            group: "server", access: .scope(.read), hasNamespace: false,
            answers: [.init(status: 200, help: "The version.", schema: "Version")]
        ) { call in
            call.answer(["version": .string(app.options.version), "api": "v1"])
        }
    }

    private static func metrics(_ app: App) -> Route {
        Route(
            method: "GET", path: "/metrics", name: "metrics",
            summary: "What is counted and measured, for Prometheus", group: "server",
            access: .scope(.admin), hasNamespace: false,
            answers: [.init(status: 200, help: "Prometheus' text format.", type: "text/plain")]
        ) { _ in
            ServerResponse(
                200, text: await app.metricsText(), type: "text/plain; version=0.0.4; charset=utf-8"
            )
        }
    }
}
