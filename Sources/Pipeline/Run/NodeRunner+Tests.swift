internal import DuckDB

extension NodeRunner {
    /// Counts what the test's query finds and weighs it: `fail_calc`, `warn_if`, `error_if`,
    /// `limit`, `severity`.
    func runTest() throws(PipelineError) -> Outcome {
        let configuration = node.configuration
        let count = try configuration.string("fail_calc") ?? "count(*)"
        let warns = try configuration.string("warn_if") ?? "!= 0"
        let fails = try configuration.string("error_if") ?? "!= 0"
        let severity = (try configuration.string("severity") ?? "error").lowercased()
        guard severity == "error" || severity == "warn" else {
            throw PipelineError(
                .configuration, "the config `severity` must be error or warn",
                hint: suggestion(for: severity, among: ["error", "warn"]))
        }
        let limit = try configuration.int("limit").map { "limit \($0)" } ?? ""
        let result = try query(
            "select \(count) as failures, \(count) \(warns) as should_warn, "
                + "\(count) \(fails) as should_error from (",
            "\(limit)) dbt_internal_test")
        guard result.rowCount == 1 else {
            throw PipelineError(.configuration, "`fail_calc` must give one number")
        }
        let failures = result[0, 0].intValue ?? Int(result[0, 0].doubleValue ?? 0)
        let shouldFail = result[0, 2].boolValue ?? false
        let shouldWarn = result[0, 1].boolValue ?? false
        let words = "Got \(failures) result\(failures == 1 ? "" : "s")"
        if severity == "error", shouldFail {
            return Outcome(
                rows: failures, message: words + ", configured to fail if \(fails)", status: .fail)
        }
        if shouldWarn {
            return Outcome(
                rows: failures, message: words + ", configured to warn if \(warns)", status: .warn)
        }
        return Outcome(rows: failures, message: "PASS", status: .pass)
    }
}
