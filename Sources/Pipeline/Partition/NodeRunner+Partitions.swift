internal import DuckDB
internal import Hashing

/// How a model is computed in parts.
struct PartitionPlan {
    var request: PartitionRequest
    /// What the model reads: where any of it has changed, parts that are there are computed again.
    var inputs: [Relation]
}

extension NodeRunner {
    /// Whether the model's table is made anew in this run, and so could be made in parts.
    func makesWholeTable() throws(PipelineError) -> Bool {
        guard node.kind == .model, !sql.isEmpty else { return false }
        switch node.materialization {
        case .table: return true
        case .incremental:
            guard let existing = try engine.existing(node.relation) else { return true }
            return existing.kind == .view || scope.isFullRefresh
        default: return false
        }
    }

    /// The column by which the model is best computed in parts, as the one that tells its rows
    /// apart most; where there is none, nil and why not, for the first of its columns.
    func safeKey() throws(PipelineError) -> (key: String?, obstacle: String?) {
        var keys: [String] = []
        var obstacle: String?
        for column in try engine.columns(ofQuery: sql) {
            if let reason = try PartitionCheck.obstacle(sql, key: column.name, engine) {
                obstacle = obstacle ?? "by '\(column.name)': \(reason)"
            } else {
                keys.append(column.name)
            }
        }
        guard keys.count > 1 else { return (keys.first, obstacle) }
        let counts = keys.map { "approx_count_distinct(\(quoted($0)))" }.joined(separator: ", ")
        let found = try engine.query("select \(counts) from (\n\(sql)\n)")
        let best = keys.indices.max { (found[0, $0].intValue ?? 0) < (found[0, $1].intValue ?? 0) }
        return (best.map { keys[$0] }, nil)
    }

    /// Computes the model part after part, each in a transaction of its own. What was there before
    /// stands until the last part is there; parts that an earlier run has made of the same query and
    /// the same input are kept.
    func runInParts(_ plan: PartitionPlan) throws(PipelineError) -> Outcome {
        try run(node.hooks.before, insideTransaction: false)
        if let header = try node.configuration.string("sql_header") {
            _ = try engine.run(try scope.render(header, name: node.file))
        }
        try check(plan.request)
        let parts = try plan.request.parts(of: sql, engine)
        let staging = try PartStaging(self, digest: digest(plan, parts))
        let done = try staging.begin(sql)
        if done > 0 {
            scope.execution?.log(
                "\(node.name): \(done) of \(parts.count) parts were there from an earlier run")
        }
        for (number, part) in parts.enumerated() where number >= done {
            try staging.add(part, number: number, sql)
        }
        let outcome = try engine.transaction { () throws(PipelineError) in
            try run(node.hooks.before, insideTransaction: true)
            let outcome = try take(staging)
            try checkRows(outcome)
            try run(node.hooks.after, insideTransaction: true)
            return outcome
        }
        try run(node.hooks.after, insideTransaction: false)
        return outcome
    }

    private func check(_ request: PartitionRequest) throws(PipelineError) {
        if node.hasEnforcedContract {
            throw PipelineError.unsupported(
                "`partition_by` of a model with an enforced contract", file: node.file)
        }
        let columns = try engine.columns(ofQuery: sql)
        guard
            let column = columns.first(where: {
                $0.name.lowercased() == request.field.lowercased()
            })
        else {
            throw PipelineError(
                .configuration,
                "`partition_by` names '\(request.field)', which is no column of "
                    + "the model", file: node.file,
                hint: "Its columns are \(columns.map(\.name).joined(separator: ", ")).")
        }
        if case .time = request.kind, !["DATE", "TIMESTAMP"].contains(where: column.type.hasPrefix)
        {
            throw PipelineError(
                .configuration,
                "`partition_by` takes '\(column.name)' for a time, and it is \(column.type)",
                file: node.file,
                hint: "Cast it in the model, or part the model by its hash: type: hash.")
        }
        if let reason = try PartitionCheck.obstacle(sql, key: request.field, engine) {
            throw PipelineError(
                .configuration,
                "the model cannot be computed in parts of '\(request.field)': \(reason)",
                file: node.file,
                hint: "Take another column, change the query, or leave partition_by out.")
        }
    }

    /// Takes the place of what was there.
    private func take(_ staging: PartStaging) throws(PipelineError) -> Outcome {
        let relation = node.relation
        let dropped = try dropDependents(of: relation)
        try engine.drop(relation)
        try engine.rename(staging.table, to: relation)
        try engine.drop(staging.log)
        try restore(dropped)
        try finish(relation, .table, isNew: true)
        let rows = try engine.query("select count(*) from \(relation.sql)").first?.intValue
        var outcome = Outcome(rows: rows)
        if node.materialization == .incremental { outcome.rowsAdded = rows }
        return outcome
    }

    /// What parts have to have been made from to count: the query, the parts, and the rows of all
    /// that is read.
    private func digest(_ plan: PartitionPlan, _ parts: [Part]) throws(PipelineError) -> String {
        var texts = [sql, try engine.query("select version()").first?.stringValue ?? ""]
        texts += parts.map { $0.condition }
        for input in plan.inputs {
            let sum = try engine.query(
                "select count(*) || ' ' || coalesce(sum(hash(input)::hugeint), 0) "
                    + "from \(input.sql) as input")
            texts.append(input.sql + " " + (sum.first?.stringValue ?? ""))
        }
        return SHA256.hexadecimal(texts.joined(separator: "\u{1}"))
    }
}

/// The table that parts are collected in beside the model's own, and the record of which are there.
struct PartStaging {
    let engine: Engine
    let table: Relation
    let log: Relation
    private let digest: String

    init(_ runner: NodeRunner, digest: String) throws(PipelineError) {
        engine = runner.engine
        let relation = runner.node.relation
        let name = relation.identifier ?? runner.node.name
        table = relation.named(name + "__dbt_parts", kind: .table)
        log = relation.named(name + "__dbt_parts_log", kind: .table)
        self.digest = digest
    }

    /// Makes the table where there is none of the same query and input.
    ///
    /// - Returns: how many parts are there.
    func begin(_ sql: String) throws(PipelineError) -> Int {
        if try engine.existing(table) != nil, try engine.existing(log) != nil {
            let found = try engine.query(
                "select digest, count(*) - 1 from \(log.sql) group by digest")
            if found.rowCount == 1, found[0, 0].stringValue == digest {
                return found[0, 1].intValue ?? 0
            }
        }
        try engine.transaction { () throws(PipelineError) in
            try engine.drop(table)
            try engine.drop(log)
            _ = try engine.query("create table \(table.sql) as select * from (\n\(sql)\n) limit 0")
            _ = try engine.query(
                "create table \(log.sql) (digest varchar, part integer, name varchar)")
            engine.note(table, .table)
            engine.note(log, .table)
            _ = try engine.query(
                "insert into \(log.sql) values ($1, -1, null)", [.string(digest)])
        }
        return 0
    }

    /// Computes a part, and notes that it is there.
    func add(_ part: Part, number: Int, _ sql: String) throws(PipelineError) {
        try engine.transaction { () throws(PipelineError) in
            _ = try engine.query(
                "insert into \(table.sql) select * from (\n\(sql)\n) where \(part.condition)")
            _ = try engine.query(
                "insert into \(log.sql) values ($1, $2, $3)",
                [.string(digest), .int(Int64(number)), .string(part.name)])
        }
    }
}
