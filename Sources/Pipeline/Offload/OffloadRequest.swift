public import DuckDB
public import Foundation

/// A query with what it reads, in a folder: one process writes it, another computes it.
///
/// The folder holds the request, a file of DuckDB for each database that the query reads from, with
/// copies of the tables, and in the end the result.
public struct OffloadRequest: Codable, Sendable {
    /// A database with tables that the query reads, by the name it has in the query.
    struct Source: Codable, Sendable {
        var database: String
        var file: String
    }

    /// A table that the query reads.
    struct Input: Codable, Sendable, Hashable {
        var database: String
        var schema: String
        var identifier: String
    }

    struct Column: Codable, Sendable {
        var name: String
        var type: String
    }

    var sql: String
    /// Statements that run before it.
    var header: String
    var sources: [Source]
    var inputs: [Input]
    /// What names without database and schema stand in.
    var place: Input
    /// The columns that the result has here; only of a query that goes to a server.
    var columns: [Column]

    private static let file = "request.json"
    static let resultFile = "dormouse_result.duckdb"
    /// The name of the result's database, which is that of its file.
    static let resultDatabase = "dormouse_result"

    func write(into folder: URL) throws(PipelineError) {
        do {
            try JSONEncoder().encode(self).write(to: folder.appending(path: Self.file))
        } catch {
            throw PipelineError(.file, "the query cannot be handed over: no room on the disk")
        }
    }

    /// Computes the query that lies in a folder, and leaves the result there.
    ///
    /// - Parameters:
    ///   - profile: whose extensions, settings and secrets hold; its database is not opened. Where
    ///     its own database is an attached PostgreSQL server, the query runs there.
    ///   - keepsLimits: whether the limits that the profile names hold, too.
    ///   - limits: settings that hold where the profile names none.
    ///   - prepare: registers functions.
    public static func perform(
        in folder: URL, profile: Profile, keepsLimits: Bool,
        limits: [(name: String, value: String)] = [], extensionDirectory: String? = nil,
        prepare: (Connection) throws -> Void = { _ in }
    ) throws {
        let request: OffloadRequest
        do {
            request = try JSONDecoder().decode(
                OffloadRequest.self, from: Data(contentsOf: folder.appending(path: file)))
        } catch {
            throw PipelineError(.file, "there is no query in the folder")
        }
        let server = profile.server
        let opened = try profile.offloading(
            into: folder.appending(path: resultFile).path, keepsLimits: keepsLimits,
            attachments: server.map { [$0] } ?? []
        ).open(extensionDirectory: extensionDirectory, limits: limits)
        let engine = Engine(opened.connection)
        for source in request.sources {
            let path = folder.appending(path: source.file).path
            _ = try engine.query(
                "attach \(literal(path)) as \(quoted(source.database)) (read_only)")
        }
        if let server {
            try ServerOffload(request: request, server: server.label, engine: engine).perform()
        } else {
            try prepare(opened.connection)
            try request.compute(engine)
        }
        _ = try engine.query("checkpoint \(quoted(resultDatabase))")
    }

    private func compute(_ engine: Engine) throws(PipelineError) {
        _ = try engine.query("use \(quoted(place.database)).\(quoted(place.schema))")
        if !header.isEmpty { _ = try engine.run(header) }
        _ = try engine.query("create table \(Self.result) as (\n\(sql)\n)")
    }

    static let result = "\(quoted(resultDatabase)).main.result"
}

extension Profile {
    /// The attached PostgreSQL server that is the target's own database; nil where it is DuckDB's.
    var server: Attachment? {
        attachments.first { $0.label == database && $0.isPostgreSQL }
    }

    /// Whether queries of this target run on a PostgreSQL server.
    public var isServer: Bool { server != nil }

    /// The memory limit that the target names; nil where it names none.
    public var memoryLimit: ByteCount? {
        (settings + options).last { ["memory_limit", "max_memory"].contains($0.name.lowercased()) }
            .flatMap { ByteCount(duckDBText: $0.value) }
    }

    /// The target with another file in the place of its own.
    fileprivate func offloading(
        into path: String, keepsLimits: Bool, attachments: [Attachment]
    ) -> Profile {
        func kept(_ settings: [Setting]) -> [Setting] {
            keepsLimits
                ? settings : settings.filter { !Self.limits.contains($0.name.lowercased()) }
        }
        var other = Profile(
            name: name, target: target, path: path, database: Self.databaseName(ofPath: path),
            extensions: extensions, settings: kept(settings), options: kept(options),
            attachments: attachments, file: file)
        other.secrets = secrets
        return other
    }
}
