internal import DuckDB
internal import Foundation

/// Builds one node in the database: hooks, transaction, materialization.
struct NodeRunner {
    let engine: Engine
    let node: Node
    let scope: RenderScope
    /// The SQL; empty for seeds.
    var sql: String
    let files: ProjectFiles?
    /// `--store-failures`.
    var storesFailures = false
    /// `--warn-error`.
    var failsOnWarnings = false
    /// Whether it is the last batch of a microbatch model, or no batch at all.
    var isLastBatch = true
    /// Where the statement that runs is written, for people to look at; nil writes none.
    var folder: ArtifactFolder?
    /// How it is computed part after part; nil: at once.
    var parts: PartitionPlan?

    /// What a node left behind.
    struct Outcome {
        var rows: Int?
        var rowsAdded: Int?
        /// As dbt-duckdb has it.
        var message = "OK"
        var status = NodeResult.Status.success
        /// The rows a test found.
        var failures: Int?
        var response = AdapterResponse(message: "OK")
    }

    /// Runs the node. Whatever it throws, the relation is as it was before.
    func run() throws(PipelineError) -> Outcome {
        if let test = node.unitTest { return try runUnitTest(test) }
        if let macro = materializationMacro() { return try run(by: macro) }
        if node.kind == .test { return try runTest() }
        if node.declaresKeys { engine.known.keys.lock() }
        defer { if node.declaresKeys { engine.known.keys.unlock() } }
        if let parts, try makesWholeTable() { return try runInParts(parts) }
        do {
            try run(node.hooks.before, insideTransaction: false)
            let outcome = try transaction()
            try run(node.hooks.after, insideTransaction: false)
            return outcome
        } catch {
            if node.kind == .seed, error.code == .database, let misfit = try misfit() {
                throw misfit
            }
            throw error
        }
    }

    private func transaction() throws(PipelineError) -> Outcome {
        try engine.transaction { () throws(PipelineError) in
            try run(node.hooks.before, insideTransaction: true)
            let outcome = try build()
            try checkRows(outcome)
            try pointToLatest()
            try run(node.hooks.after, insideTransaction: true)
            return outcome
        }
    }

    func run(_ hooks: [Hook], insideTransaction: Bool) throws(PipelineError) {
        for hook in hooks where hook.insideTransaction == insideTransaction {
            let statement = Engine.trimmed(try scope.render(hook.sql, name: node.file))
            if !statement.isEmpty { _ = try engine.run(statement) }
        }
    }

    private func build() throws(PipelineError) -> Outcome {
        if let name = node.foreignMaterialization {
            let known = NodeParser.materializations.map(\.rawValue)
            throw PipelineError.unsupported(
                "the materialization '\(name)'", file: node.file,
                hint: suggestion(for: name, among: known)
                    ?? "It can be \(known.joined(separator: ", ")).")
        }
        if let header = try node.configuration.string("sql_header") {
            _ = try engine.run(try scope.render(header, name: node.file))
        }
        switch node.materialization {
        case .view: return try buildView()
        case .table: return try buildTable()
        case .incremental: return try buildIncremental()
        case .seed: return try buildSeed()
        case .snapshot: return try buildSnapshot()
        case .external: return try buildExternal()
        case .tableFunction: return try buildTableFunction()
        case .ephemeral, .test, .none: return Outcome()
        }
    }

    /// Runs a statement around the node's SQL.
    ///
    /// - Parameter earlier: statements that ran before it and belong to it, for who reads the file.
    func query(
        _ head: String, _ tail: String, after earlier: String = ""
    ) throws(PipelineError) -> DuckDB.Result {
        try around(head, tail, after: earlier) { (statement) throws(DuckDBError) in
            try engine.connection.query(statement, [])
        }
    }

    /// Makes a table of the node's SQL; gives the number of its rows.
    func create(_ head: String, _ tail: String) throws(PipelineError) -> Int {
        try around(head, tail) { (statement) throws(DuckDBError) in
            // Only read as a stream does this statement tell how many rows it wrote.
            let stream = try engine.connection.prepare(statement).stream()
            var rows = 0
            while let chunk = try stream.next() {
                rows = chunk.rows.first?[0].intValue ?? 0
            }
            return rows
        }
    }

    /// Writes the statement down. Nobody reads it back, so a disk that is full stops nothing.
    private func note(_ statement: String) {
        try? folder?.note(statement, as: "run/" + node.compiledPath)
    }

    /// Puts the node's SQL between two texts and runs it; errors show the place in that SQL.
    private func around<T>(
        _ head: String, _ tail: String, after earlier: String = "",
        _ body: (String) throws(DuckDBError) -> T
    ) throws(PipelineError) -> T {
        let statement = head + "\n" + sql + "\n" + tail
        note(earlier + statement + ";")
        do {
            return try body(statement)
        } catch {
            let linesBefore = head.count { $0 == "\n" } + 1
            var failure = PipelineError(
                error, statement: statement, linesBefore: linesBefore, compiled: sql)
            if let position = SQLExcerpt.position(in: error.message) {
                failure.line = TemplateLine.number(
                    of: position.line - linesBefore, in: sql, template: node.code)
                failure.file = failure.line == nil ? nil : node.file
            }
            throw failure
        }
    }
}
