import HTTPServer
import Memory

extension App {
    /// All metrics, as Prometheus reads them.
    func metricsText() -> String {
        let load = service.engine.load
        var gauges: [Metrics.Gauge] = [
            .init(name: "dormouse_index_bytes", value: Double(load.indexBytes)),
            .init(name: "dormouse_indexes", value: Double(load.indexes)),
            .init(name: "dormouse_encoder_waiting", value: Double(load.waitingTexts)),
            .init(name: "dormouse_accesses_waiting", value: Double(load.waitingAccesses)),
            .init(name: "dormouse_calls_running", value: Double(service.load.running)),
            .init(name: "dormouse_calls_waiting", value: Double(service.load.waiting)),
            .init(
                name: "dormouse_build_info", labels: [("version", options.version)], value: 1),
        ]
        if let counts = counts.now {
            gauges += [
                .init(name: "dormouse_http_connections", value: Double(counts.openConnections)),
                .init(
                    name: "dormouse_http_accepted_total",
                    value: Double(counts.acceptedConnections), isCounter: true),
                .init(
                    name: "dormouse_http_refused_total", value: Double(counts.refusedConnections),
                    isCounter: true),
                .init(
                    name: "dormouse_http_received_bytes_total", value: Double(counts.receivedBytes),
                    isCounter: true),
                .init(
                    name: "dormouse_http_sent_bytes_total", value: Double(counts.sentBytes),
                    isCounter: true),
            ]
        }
        return metrics.text(gauges: gauges, help: Self.help)
    }

    private static let help = [
        "dormouse_http_requests_total": "Requests, by route and status.",
        "dormouse_http_request_seconds": "From the header of a request to the end of its answer.",
        "dormouse_http_faults_total": "Requests that were malformed, too large or too slow.",
        "dormouse_http_connections": "Connections that are open.",
        "dormouse_http_accepted_total": "Connections that were accepted.",
        "dormouse_http_refused_total": "Connections that were closed because there were too many.",
        "dormouse_http_received_bytes_total": "Bytes received.",
        "dormouse_http_sent_bytes_total": "Bytes sent, before encryption.",
        "dormouse_mcp_requests_total":
            "Messages of the Model Context Protocol over HTTP, by method and outcome.",
        "dormouse_index_bytes": "What the indexes of namespaces take in memory.",
        "dormouse_indexes": "Namespaces whose index is in memory.",
        "dormouse_encoder_waiting": "Texts that wait for their vectors.",
        "dormouse_accesses_waiting": "Recalls that are not written down yet.",
        "dormouse_calls_running": "Calls of the engine that run.",
        "dormouse_calls_waiting": "Calls of the engine that wait for a thread.",
        "dormouse_memories_told_total": "Memories told, by what became of them.",
        "dormouse_memories_forgotten_total": "Memories erased.",
        "dormouse_recalls_total": "Questions answered.",
        "dormouse_recalls_empty_total": "Questions to which nothing was found.",
        "dormouse_sleep_total": "Sleeps that ended, by outcome.",
        "dormouse_build_info": "The version that runs.",
    ]
}

extension Metrics {
    /// Begins at zero what may not happen for long, so that its first time is seen as a rise.
    func expect() {
        for outcome in ["stored", "known", "echo"] {
            count("dormouse_memories_told_total", [("outcome", outcome)], by: 0)
        }
        for outcome in ["done", "failed"] {
            count("dormouse_sleep_total", [("outcome", outcome)], by: 0)
        }
        for name in [
            "dormouse_memories_forgotten_total", "dormouse_recalls_total",
            "dormouse_recalls_empty_total",
        ] {
            count(name, by: 0)
        }
    }
}
