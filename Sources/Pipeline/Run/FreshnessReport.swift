internal import DuckDB
public import Foundation

/// How old the sources are.
public struct FreshnessReport: Sendable {
    /// The sources in the order of the project.
    public let results: [FreshnessResult]
    public let duration: Duration

    /// Whether no source is too old and all could be asked; warnings count as well.
    public var succeeded: Bool {
        !results.contains { $0.status == .error || $0.status == .runtimeError }
    }
}

/// How old one source is.
public struct FreshnessResult: Sendable {
    /// The source's id.
    public let id: String
    public let source: Source
    /// `pass`, `warn`, `error`, or `runtimeError` where it could not be asked.
    public let status: NodeResult.Status
    /// When the newest row was loaded; nil where there is none, and the age is that since year 1.
    public var maxLoadedAt: Date?
    /// When that was asked.
    public var snapshottedAt: Date?
    /// Seconds between the two.
    public var age: Double?
    public var error: PipelineError?
    public var timing = NodeTiming()
    public var thread = "Thread-1"
    public internal(set) var duration: Duration = .zero
}

extension Runner {
    /// Runs the hooks of the run itself, as they stand around what asks how old sources are.
    ///
    /// - Returns: what became of them; none where the project's flags say so.
    public func runHooksOfFreshness(atStart: Bool) throws(PipelineError) -> [NodeResult] {
        guard project.file.runsHooksForFreshness else { return [] }
        let order = RunOrder(project, places: [], testsFirst: false)
        let run = try Run(self, order: order, fullRefresh: false)
        return atStart
            ? run.runHooks(\.onRunStart, key: "on-run-start", results: [])
            : run.runHooks(\.onRunEnd, key: "on-run-end", results: [])
    }

    /// Asks how old sources are.
    ///
    /// - Parameter ids: the sources; nil takes all that have a limit.
    public func freshness(ids: Set<String>? = nil) -> FreshnessReport {
        let start = options.now()
        let engine = Engine(connection)
        var results: [FreshnessResult] = []
        for source in project.sources where ids?.contains(source.id) ?? true {
            guard let freshness = source.freshness, freshness.isLimited else { continue }
            let began = options.now()
            let started = options.date()
            var result: FreshnessResult
            do throws(PipelineError) {
                result = try ask(source, freshness, engine)
            } catch {
                let located = error.located(
                    file: source.file, line: source.line,
                    node: "\(source.sourceName).\(source.name)")
                result = FreshnessResult(
                    id: source.id, source: source, status: .runtimeError, error: located)
            }
            result.timing.execute = NodeTiming.Span(started: started, completed: options.date())
            result.duration = options.now() - began
            results.append(result)
        }
        return FreshnessReport(results: results, duration: options.now() - start)
    }

    private func ask(
        _ source: Source, _ freshness: Freshness, _ engine: Engine
    ) throws(PipelineError) -> FreshnessResult {
        var subject = Subject()
        subject.relation = source.relation
        subject.name = source.name
        subject.file = source.file
        subject.package = source.package
        let scope = RenderScope(
            session: session(fullRefresh: false), subject: subject,
            mode: .execute(execution(engine)))
        defer { scope.finish() }
        let newest: String
        if let query = source.loadedAtQuery {
            let sql = Engine.trimmed(try scope.render(query, name: source.file))
            newest = "select (select * from (\n\(sql)\n)) as loaded_at"
        } else if let field = source.loadedAtField {
            let filter = try freshness.filter.map { (filter) throws(PipelineError) in
                " where " + (try scope.render(filter, name: source.file))
            }
            newest =
                "select max(\(field)) as loaded_at from \(source.relation.sql)\(filter ?? "")"
        } else {
            throw PipelineError(
                .configuration, "the source has a freshness and no `loaded_at_field`",
                hint: "Name the column that tells when a row was loaded.")
        }
        let row = try engine.query(
            "select epoch_us(loaded_at), epoch_us(now()) from (\(newest)) as newest")
        // Without any row the source is as old as dbt's calendar.
        let yearOne = -62_135_596_800.0
        let loaded = row[0, 0].intValue.map { Double($0) / 1e6 }
        let asked = Double(row[0, 1].intValue ?? 0) / 1e6
        let age = asked - (loaded ?? yearOne)
        return FreshnessResult(
            id: source.id, source: source, status: freshness.status(age: age),
            maxLoadedAt: loaded.map { Date(timeIntervalSince1970: $0) },
            snapshottedAt: Date(timeIntervalSince1970: asked), age: age)
    }
}
