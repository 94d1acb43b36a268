import HTTPServer
import Memory

extension App {
    /// All metrics, as Prometheus reads them.
    func metricsText() async -> String {
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
        gauges += await storeGauges.now()
        if let pool = load.connections { gauges += Self.gauges(of: pool) }
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

    private static func gauges(of pool: StoreConnections) -> [Metrics.Gauge] {
        func connections(_ state: String, _ count: Int) -> Metrics.Gauge {
            .init(
                name: "dormouse_store_connections", labels: [("state", state)],
                value: Double(count))
        }
        return [
            connections("in_use", pool.inUse), connections("idle", pool.idle),
            .init(name: "dormouse_store_connections_waiting", value: Double(pool.waiting)),
            .init(
                name: "dormouse_store_connections_opened_total", value: Double(pool.opened),
                isCounter: true),
            .init(
                name: "dormouse_store_connections_failed_total", value: Double(pool.failed),
                isCounter: true),
        ]
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
        "dormouse_recall_stage_seconds": "The parts of a recall, one after the other.",
        "dormouse_store_up": "Whether the store could be counted.",
        "dormouse_store_memories": "Memories that are kept.",
        "dormouse_store_without_embedding": "Memories that have no vector yet.",
        "dormouse_store_namespaces": "Namespaces that hold memories.",
        "dormouse_store_bytes": "What the store takes on disk.",
        "dormouse_store_connections": "Connections to the server that keeps the memories.",
        "dormouse_store_connections_waiting": "Callers that wait for such a connection.",
        "dormouse_store_connections_opened_total": "Such connections that were opened.",
        "dormouse_store_connections_failed_total": "Attempts to open one that failed.",
        "dormouse_derived_rows": "What sleep has made and what stands now, by kind.",
        "dormouse_sleep_backlog": "Memories that no sleep has taken in yet.",
        "dormouse_sleep_cycles": "Sleep cycles that were completed.",
        "dormouse_sleep_total": "Sleeps that ended, by outcome.",
        "dormouse_sleep_seconds": "How long sleeps took.",
        "dormouse_sleep_memories_total": "Memories that were slept on for the first time.",
        "dormouse_model_requests_total": "Requests to language models.",
        "dormouse_model_cached_total": "Questions to language models answered from the cache.",
        "dormouse_model_failures_total": "Questions without a usable answer: rules stand in.",
        "dormouse_model_tokens_total": "Tokens of language models, by kind.",
        "dormouse_build_info": "The version that runs.",
    ]
}
