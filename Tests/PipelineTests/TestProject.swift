import DuckDB
import Foundation
import Jinja
import Pipeline
import Synchronization

/// A project in a folder of its own with a database in memory; the folder goes with it.
final class TestProject: Sendable {
    let directory: URL
    let connection: Connection
    let events = Mutex<[Event]>([])

    init(_ files: [String: String], connection: Connection? = nil) throws {
        directory = FileManager.default.temporaryDirectory
            .appending(path: "pipeline-test-\(UUID().uuidString)")
        self.connection = try connection ?? Database(path: nil).connect()
        try write(["dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n"])
        try write(files)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func write(_ files: [String: String]) throws {
        for (path, text) in files {
            let url = directory.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: directory.appending(path: path))
    }

    func load(
        variables: [String: Jinja.Value] = [:], environment: [String: String] = [:],
        profile: Profile = .inMemory
    ) throws(PipelineError) -> Project {
        try Project.load(
            directory: directory,
            options: LoadOptions(
                profile: profile, variables: variables, environment: environment))
    }

    func runner(
        variables: [String: Jinja.Value] = [:], environment: [String: String] = [:],
        profile: Profile = .inMemory, options: RunOptions = RunOptions()
    ) throws(PipelineError) -> Runner {
        try Runner(
            project: try load(variables: variables, environment: environment, profile: profile),
            profile: profile, connection: connection, options: options,
            onEvent: { event in self.events.withLock { $0.append(event) } })
    }

    /// The error that reading the project gives.
    func loadError() -> PipelineError? {
        do throws(PipelineError) {
            _ = try load()
            return nil
        } catch {
            return error
        }
    }

    /// A model's compiled SQL.
    func compiled(_ name: String) throws -> String {
        try runner().compile(select: [name]).first { $0.name == name }?.sql ?? ""
    }

    /// Rows of a query as text, NULL as `NULL`.
    func rows(_ sql: String) throws -> [[String]] {
        try connection.query(SQL(text: sql)).rows.map { row in
            row.values.map { value in
                switch value {
                case .null: "NULL"
                case .bool(let flag): "\(flag)"
                case .int(let number): "\(number)"
                case .double(let number): "\(number)"
                case .decimal(let number): "\(number)"
                case .string(let text): text
                case .date(let date): "\(date)"
                case .timestamp(let moment): "\(moment)"
                default: "\(value)"
                }
            }
        }
    }

    var warnings: [String] {
        events.withLock { $0 }.compactMap {
            if case .warning(let warning) = $0 { warning.description } else { nil }
        }
    }

    var messages: [String] {
        events.withLock { $0 }.compactMap {
            if case .message(let text, _) = $0 { text } else { nil }
        }
    }
}
