internal import DuckDB
internal import Jinja

extension Worker {
    /// Builds a microbatch model batch by batch, each in a transaction of its own. When the first
    /// fails the others are not tried; when another does, they are.
    func performBatches(_ node: Node) -> NodeResult {
        let start = runner.options.now()
        var timing = NodeTiming()
        var results = BatchResults()
        var failure: PipelineError?
        var hasDone = false
        var code: String?
        do throws(PipelineError) {
            timing.compile = try span { () throws(PipelineError) in }
            let plan = try MicrobatchPlan(node)
            let exists = try engine.existing(node.relation)?.kind == .table
            let earlier = runner.options.earlierBatches[node.id]
            let isFull = (try node.configuration.bool("full_refresh")) ?? session.fullRefresh
            let isIncremental = exists && (!isFull || earlier != nil)
            let batches =
                earlier?.failed
                ?? plan.batches(
                    isIncremental: isIncremental,
                    window: session.sample ?? runner.options.eventWindow,
                    now: runner.options.batchesEnd ?? session.invocation.startedAt)
            let time = TimeBudget(
                try node.timeLimit() ?? runner.options.timeLimit, now: runner.options.now)
            timing.execute = try span { () throws(PipelineError) in
                for (place, window) in batches.enumerated() {
                    if runner.options.stop?.isRequested == true
                        || place > 0 && results.successful.isEmpty && failure != nil
                    {
                        results.failed.append(window)
                        continue
                    }
                    let batch = Batch(
                        window: window, size: plan.size, eventTime: plan.eventTime,
                        isIncremental: isIncremental || place > 0)
                    let began = runner.options.now()
                    do throws(PipelineError) {
                        code = try perform(
                            node, batch, isFirst: place == 0, isLast: place == batches.count - 1,
                            within: time)
                        results.successful.append(window)
                    } catch {
                        failure = failure ?? error.located(file: node.file, node: node.name)
                        results.failed.append(window)
                    }
                    runner.onEvent(
                        .batchFinished(
                            id: node.id, name: batch.name, index: place + 1, count: batches.count,
                            succeeded: results.failed.last != window,
                            duration: runner.options.now() - began))
                }
            }
            hasDone = !results.successful.isEmpty
            if let earlier { results.successful += earlier.successful }
        } catch {
            failure = error.located(file: node.file, line: nil, node: node.name)
        }
        var result = self.result(of: node, results, failure, hasDone: hasDone)
        result.duration = runner.options.now() - start
        result.timing = timing
        result.thread = name
        result.compiledCode = code
        return result
    }

    /// - Parameter hasDone: whether batches of this run, and not only of the one before, were built.
    private func result(
        of node: Node, _ batches: BatchResults, _ failure: PipelineError?, hasDone: Bool
    ) -> NodeResult {
        let (done, failed) = (batches.successful.count, batches.failed.count)
        var result: NodeResult
        if hasDone, failed > 0 {
            result = NodeResult(
                node, .partialSuccess, message: "PARTIAL SUCCESS (\(done)/\(done + failed))",
                error: failure)
        } else if let failure {
            result = NodeResult(node, .error, message: failure.message, error: failure)
        } else {
            result = NodeResult(node, .success, message: "SUCCESS")
        }
        if done + failed > 0 || failure == nil { result.failures = 0 }
        result.batches = batches
        return result
    }

    /// Compiles and runs one batch; gives its SQL.
    private func perform(
        _ node: Node, _ batch: Batch, isFirst: Bool, isLast: Bool, within time: TimeBudget
    ) throws(PipelineError) -> String {
        var node = node
        node.batchName = batch.name
        if !isFirst { node.hooks.before = [] }
        if !isLast { node.hooks.after = [] }
        let scope = compiler.scope(for: node, batch: batch)
        defer { scope.finish() }
        let sql = try compile(node, in: scope) ?? ""
        var nodeRunner = NodeRunner(
            engine: engine, node: node, scope: scope, sql: sql, files: files,
            storesFailures: session.storeFailures)
        nodeRunner.folder = runner.options.compiledDirectory.map { ArtifactFolder($0) }
        nodeRunner.isLastBatch = isLast
        _ = try run(nodeRunner, within: time)
        return sql
    }
}
