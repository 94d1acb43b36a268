import Health
import PostgreSQL
import Schema

/// Whether a database is what its schema should be.
enum SchemaHealth {
    /// - Parameter word: a source, as `schema drift` takes it.
    static func check(
        _ word: String, _ configuration: ConnectionConfiguration, _ invocation: Invocation
    ) -> HealthCheck {
        let shown = ConnectionConfiguration.shown(word)
        do {
            let source = try SchemaSource(
                word, placeholders: Placeholders([], environment: invocation.environment))
            let coverage = source.coverage
            let meant = try source.catalogue {
                try DatabaseTarget.scratch(
                    at: invocation.environment["DORMOUSE_SCRATCH_URL"], invocation)
            }
            let connection = try BlockingConnection(configuration)
            defer { connection.close() }
            let found = try CatalogueInspection.read(connection)
            let report = DriftReport(
                [meant, found].map { $0.withoutBookkeeping.limited(to: coverage) })
            return HealthCheck(
                "schema", report.isEmpty ? .green : .red,
                report.isEmpty ? "as in \(shown)" : "\(report.count) differences from \(shown)",
                value: Double(report.count), limit: "red from 1",
                advice: "see them with: dormouse schema drift \(shown) URL",
                details: report.groups.prefix(8).map { "\($0.id)" })
        } catch {
            return HealthCheck("schema", .yellow, "could not be compared", advice: "\(error)")
        }
    }
}
