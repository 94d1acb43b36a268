internal import DuckDB

extension NodeRunner {
    /// Counts what the test's query finds and weighs it: `fail_calc`, `warn_if`, `error_if`,
    /// `limit`, `severity`.
    func runTest() throws(PipelineError) -> Outcome {
        let configuration = node.configuration
        let count = try configuration.string("fail_calc") ?? "count(*)"
        let warns = try configuration.string("warn_if") ?? "!= 0"
        let fails = try configuration.string("error_if") ?? "!= 0"
        _ = try severity()
        let limit = try configuration.int("limit").map { "limit \($0)" } ?? ""
        let head =
            "select \(count) as failures, \(count) \(warns) as should_warn, "
            + "\(count) \(fails) as should_error from ("
        let tail = ") dbt_internal_test"
        let result: DuckDB.Result
        if let kind = try node.storedFailures(byDefault: storesFailures) {
            try store(kind, limit: limit)
            result = try engine.query("\(head)select * from \(node.relation.sql)\(tail)")
        } else {
            result = try query(head, limit + tail)
        }
        guard result.rowCount == 1, let failures = failures(result[0, 0]) else {
            throw PipelineError(
                .configuration, "`fail_calc` gave no number",
                hint: "Of no rows sum() and max() are NULL: write coalesce(sum(…), 0).")
        }
        return try outcome(
            failures: failures, shouldWarn: result[0, 1].boolValue ?? false,
            shouldFail: result[0, 2].boolValue ?? false)
    }

    private func severity() throws(PipelineError) -> String {
        let severity = (try node.configuration.string("severity") ?? "error").lowercased()
        guard severity == "error" || severity == "warn" else {
            throw PipelineError(
                .configuration, "the config `severity` must be error or warn",
                hint: suggestion(for: severity, among: ["error", "warn"]))
        }
        return severity
    }

    /// What the counted rows mean.
    func outcome(
        failures: Int, shouldWarn: Bool, shouldFail: Bool
    ) throws(PipelineError) -> Outcome {
        let warns = try node.configuration.string("warn_if") ?? "!= 0"
        let fails = try node.configuration.string("error_if") ?? "!= 0"
        let severity = try severity()
        let words = "Got \(failures) result\(failures == 1 ? "" : "s")"
        var outcome = Outcome(rows: failures, message: "", status: .pass, failures: 0)
        if severity == "error", shouldFail {
            outcome.status = .fail
            outcome.message = words + ", configured to fail if \(fails)"
            outcome.failures = failures
        } else if shouldWarn {
            outcome.status = failsOnWarnings ? .fail : .warn
            let verb = failsOnWarnings ? "fail" : "warn"
            outcome.message = words + ", configured to \(verb) if \(warns)"
            outcome.failures = failures
        }
        return outcome
    }

    private func failures(_ value: DuckDB.Value) -> Int? {
        value.intValue ?? value.doubleValue.flatMap { Int(exactly: $0.rounded(.towardZero)) }
    }

    /// Keeps what the test finds, in the place of what was kept before.
    private func store(_ kind: Relation.Kind, limit: String) throws(PipelineError) {
        try engine.transaction { () throws(PipelineError) in
            try engine.drop(node.relation)
            let tail = limit + ")"
            if kind == .view {
                _ = try query("create view \(node.relation.sql) as (", tail)
            } else {
                _ = try create("create table \(node.relation.sql) as (", tail)
            }
            engine.note(node.relation, kind)
        }
    }
}

extension Node {
    /// What the rows that a test finds are kept as: `store_failures_as`, `store_failures`, or
    /// what the run says; nil where they are not kept.
    func storedFailures(byDefault: Bool) throws(PipelineError) -> Relation.Kind? {
        guard kind == .test else { return nil }
        switch try configuration.string("store_failures_as") {
        case "table": return .table
        case "view": return .view
        case "ephemeral": return nil
        case let other?:
            throw PipelineError(
                .configuration, "the config `store_failures_as` cannot be '\(other)'",
                hint: "It can be table, view or ephemeral.")
        case nil:
            return try configuration.bool("store_failures") ?? byDefault ? .table : nil
        }
    }

    /// The schema that has to be there before the node runs.
    func schemaToMake(storesFailures: Bool) throws(PipelineError) -> Relation? {
        let isStored = try storedFailures(byDefault: storesFailures) != nil
        guard materialization.makesRelation || isStored || kind == .function else { return nil }
        return Relation(database: relation.database, schema: relation.schema)
    }
}
