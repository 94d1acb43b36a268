internal import Jinja

extension NodeRunner {
    /// Refuses a relation of more rows than the config `row_limit` allows, before it counts.
    func checkRows(_ outcome: Outcome) throws(PipelineError) {
        guard node.configuration["row_limit"].map({ !$0.isEmptyOrNone }) ?? false else { return }
        guard let limit = try node.configuration.int("row_limit"), limit > 0 else {
            throw PipelineError(
                .configuration, "`row_limit` is a number of rows above 0", file: node.file)
        }
        guard let rows = outcome.rows, rows > limit else { return }
        throw PipelineError(
            .database, "made \(rows) rows, more than its row_limit of \(limit)", file: node.file,
            hint: "What was there before stands. A join that multiplies rows is the usual cause; "
                + "where it is meant, raise the model's config row_limit.")
    }
}
