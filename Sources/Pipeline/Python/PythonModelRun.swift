internal import DuckDB
internal import Foundation
internal import Jinja

internal import enum JSON.JSON

/// One run of a Python model in a process of its own.
///
/// A DuckDB file has one process that writes, and that is this one. So what the model reads is
/// copied into files beside it, under the names that it has here; the model's table comes back in
/// another.
final class PythonModelRun {
    private let node: Node
    private let scope: RenderScope
    private let runner: Runner
    private let engine: Engine
    private let folder: URL
    /// What the file with the model's table is attached as.
    private let alias: String
    private var isAttached = false

    init(_ node: Node, scope: RenderScope, runner: Runner, engine: Engine) throws(PipelineError) {
        self.node = node
        self.scope = scope
        self.runner = runner
        self.engine = engine
        let id = UUID().uuidString.lowercased()
        alias = "dormouse_python_" + id.replacing("-", with: "")
        folder = FileManager.default.temporaryDirectory.appending(path: "dormouse-python-" + id)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw PipelineError(.file, "the folder \(folder.path) cannot be made")
        }
    }

    /// The query that gives the model's rows, until ``finish()``.
    func perform(within time: TimeBudget) throws(PipelineError) -> String {
        var reads: [Relation] = []
        var task = JSON.Object()
        for kind in [PythonCall.Kind.ref, .source] {
            var names = JSON.Object()
            for (key, relation) in try relations(kind) {
                names[key] = .string(relation.sql)
                reads.append(relation)
            }
            task[kind.rawValue + "s"] = .object(names)
        }
        let isIncremental = scope.isIncremental
        if isIncremental { reads.append(node.relation) }
        let limits = try limits()
        let opening = try copy(reads)
        task["opening"] = JSON(limits + opening)
        task["is_incremental"] = .bool(isIncremental)
        let this = node.relation
        task["this"] = [
            "names": JSON([this.database ?? "", this.schema ?? "", this.identifier ?? ""]),
            "text": .string(this.sql),
        ]
        task["config"] = .object(Manifest(runner.project).configuration(of: node))
        let file = runner.project.directory.appending(path: node.file)
        task["file"] = .string(file.path)
        task["paths"] = JSON(runner.profile.modulePaths)
        task["result"] = .string("\(alias).main.model")
        // A file with a name of its own, as the project's database may be called `memory`.
        task["home"] = .string(folder.appending(path: "dormouse_python.duckdb").path)
        let failure = folder.appending(path: "failure.json")
        task["failure"] = .string(failure.path)
        let done = folder.appending(path: "done")
        task["done"] = .string(done.path)
        do {
            try run(.object(task), failure: failure, file: file, within: time)
        } catch {
            guard error.isOutOfMemory, runner.options.relief != nil else { throw error }
            runner.onEvent(
                .message(
                    "\(node.name) found no memory; its Python is run again with one thread, rows in "
                        + "any order"))
            for left in ["dormouse_python.duckdb", "result.duckdb", "failure.json"] {
                try? FileManager.default.removeItem(at: folder.appending(path: left))
            }
            let less = ["set threads = 1", "set preserve_insertion_order = false"]
            task["opening"] = JSON(limits + less + opening)
            try run(.object(task), failure: failure, file: file, within: time)
        }
        guard FileManager.default.fileExists(atPath: done.path) else {
            throw PipelineError(
                .database, "Python ended before the model returned a table", file: node.file,
                hint: "Leave the model with return, not with os._exit().")
        }
        let result = folder.appending(path: "result.duckdb")
        _ = try engine.query("attach \(literal(result.path)) as \(alias) (read_only)")
        isAttached = true
        return "select * from \(alias).main.model"
    }

    /// The limits that hold here hold there as well, but for the memory limit where the run names
    /// one for such a process.
    private func limits() throws(PipelineError) -> [String] {
        let found = try engine.query(
            "select current_setting('memory_limit'), current_setting('threads')::varchar, "
                + "current_setting('max_temp_directory_size')")
        let memory = runner.options.pythonMemoryLimit.map { "\($0)" } ?? found[0, 0].stringValue
        let spill = folder.appending(path: "spill").path
        var limits = ["set temp_directory = \(literal(spill))"]
        if let memory { limits.append("set memory_limit = \(literal(memory))") }
        if let threads = found[0, 1].stringValue { limits.append("set threads = \(threads)") }
        // Where nothing is said this is a text that cannot be set.
        if let size = found[0, 2].stringValue, size.first?.isNumber == true {
            limits.append("set max_temp_directory_size = \(literal(size))")
        }
        return limits
    }

    /// Lets go of the files.
    func finish() {
        if isAttached { _ = try? engine.query("detach \(alias)") }
        try? FileManager.default.removeItem(at: folder)
    }

    /// What the calls of a kind lead to, by how the driver asks for it.
    private func relations(
        _ kind: PythonCall.Kind
    ) throws(PipelineError) -> [(key: String, relation: Relation)] {
        var found: [(key: String, relation: Relation)] = []
        for call in try PythonCall.all(in: node.code) where call.kind == kind {
            let value: Jinja.Value
            let names: Jinja.Value
            do {
                value = try ValueRenderer.evaluate(
                    call.template, in: scope.context, name: node.file)
                names = try ValueRenderer.evaluate(
                    "{{ \(Self.collector)(\(call.arguments)) }}",
                    in: Context([Self.collector: Self.names]), name: node.file)
            } catch {
                throw PipelineError(error).located(file: node.file, line: call.line)
            }
            guard let relation = value.relation else { continue }
            if relation.kind == .cte {
                throw PipelineError(
                    .unsupported, "a Python model cannot read an ephemeral model", file: node.file,
                    line: call.line, hint: "Make it a view or a table.")
            }
            found.append((names.pythonText, relation))
        }
        return found
    }

    private static let collector = "names"

    /// The names of a call, and its version, in one text.
    private static let names = Jinja.Value.function(collector) { (arguments) throws(JinjaError) in
        let names = arguments.positional.map(\.pythonText).joined(separator: ".")
        let version = (arguments["version"] ?? arguments["v"])
            .flatMap { (try? $0.truth()) == true ? ".v" + $0.pythonText : nil }
        return .string(names + (version ?? ""))
    }

    /// Copies relations into files, one for each database; gives the statements that open them.
    private func copy(_ relations: [Relation]) throws(PipelineError) -> [String] {
        // A connection of its own: a transaction writes into one database.
        let connection = try runner.profile.connect(to: engine.connection.database)
        let copier = Engine(connection)
        var opening: [String] = []
        var files: [String: String] = [:]
        var copied: Set<String> = []
        let home = node.relation.database ?? "memory"
        for database in unique([home] + relations.map { $0.database ?? home }) {
            let name = "\(alias)_\(files.count)"
            let path = folder.appending(path: "\(files.count).duckdb").path
            files[database] = name
            _ = try copier.query("attach \(literal(path)) as \(name)")
            opening.append("attach \(literal(path)) as \(quoted(database))")
        }
        defer { for name in files.values { _ = try? copier.query("detach \(name)") } }
        for relation in relations {
            guard copied.insert(relation.key).inserted,
                let file = files[relation.database ?? home]
            else { continue }
            let schema = relation.schema ?? "main"
            _ = try copier.query("create schema if not exists \(file).\(quoted(schema))")
            let place = "\(file).\(quoted(schema)).\(quoted(relation.identifier ?? ""))"
            _ = try copier.query("create table \(place) as select * from \(relation.sql)")
        }
        let schema = node.relation.schema ?? "main"
        if let file = files[home] {
            _ = try copier.query("create schema if not exists \(file).\(quoted(schema))")
        }
        opening.append("use \(quoted(home)).\(quoted(schema))")
        let result = folder.appending(path: "result.duckdb").path
        opening.append("attach \(literal(result)) as \(alias)")
        return opening
    }

    private func run(
        _ task: JSON, failure: URL, file: URL, within time: TimeBudget
    ) throws(PipelineError) {
        let url = folder.appending(path: "task.json")
        do { try Data(task.text(.compact).utf8).write(to: url) } catch {
            throw PipelineError(.file, "the file \(url.path) cannot be written")
        }
        let python = PythonProcess(environment: runner.project.options.environment)
        let tell = runner.onEvent
        let ending = try python.run(
            url, stop: runner.options.stop, within: time, objection: runner.options.objection
        ) { tell(.message($0)) }
        if ending.code == 0, !ending.isSignal { return }
        if let limit = time.limit, time.isOver { throw .tooLong(limit, file: node.file) }
        if ending.code == PythonDriver.missingPackage { throw python.missingPackage() }
        guard let data = try? Data(contentsOf: failure), let told = try? JSON.parse(Array(data))
        else {
            let last = ending.errors.split(separator: "\n").last.map { ": \($0)" } ?? ""
            let how = ending.isSignal ? "was ended by signal" : "ended with"
            throw PipelineError(
                .database, "Python \(how) \(ending.code)\(last)", file: node.file)
        }
        var error = PipelineError(
            .database, "the Python model failed: \(told["message"]?.string ?? "")",
            file: node.file)
        error.line = told["line"]?.int
        throw error
    }
}

extension Node {
    /// Whether it is a model in Python.
    var isPython: Bool { kind == .model && path.hasSuffix(".py") }

    /// The language of its file: `sql` or `python`.
    public var language: String { isPython ? "python" : "sql" }
}
