import Memory

/// What the store holds, counted at most once in a while: counting is work.
actor StoreGauges {
    private let service: MemoryService
    private var gauges: [Metrics.Gauge] = []
    private var countedAt: ContinuousClock.Instant?
    private static let period: Duration = .seconds(15)

    init(service: MemoryService) { self.service = service }

    /// Without what cannot be counted now: a store that does not answer is said by `up`.
    func now() async -> [Metrics.Gauge] {
        if let countedAt, .now - countedAt < Self.period { return gauges }
        do {
            let (statistics, awaiting) = try await service.run(deadline: .seconds(5)) {
                (try $0.statistics(namespace: nil), try $0.memoriesAwaitingSleep())
            }
            gauges =
                Self.gauges(statistics)
                + [.init(name: "dormouse_sleep_backlog", value: Double(awaiting))]
        } catch {
            gauges = [.init(name: "dormouse_store_up", value: 0)]
        }
        countedAt = .now
        return gauges
    }

    private static func gauges(_ statistics: Statistics) -> [Metrics.Gauge] {
        [
            .init(name: "dormouse_store_up", value: 1),
            .init(name: "dormouse_store_memories", value: Double(statistics.store.memories)),
            .init(
                name: "dormouse_store_without_embedding",
                value: Double(statistics.store.withoutEmbedding)),
            .init(name: "dormouse_store_namespaces", value: Double(statistics.namespaces.count)),
            .init(name: "dormouse_store_bytes", value: Double(statistics.bytes)),
            .init(name: "dormouse_sleep_cycles", value: Double(statistics.cycles)),
        ]
            + statistics.derived.map {
                .init(
                    name: "dormouse_derived_rows",
                    labels: [("kind", $0.name.replacing(" ", with: "_"))], value: Double($0.rows))
            }
    }
}
