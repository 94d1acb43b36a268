import Foundation
import JSON
public import Settings

/// The section `endpoints` of `dormouse.yml`.
///
/// ```yaml
/// endpoints:
///   database: "{{ env_var('EVENTS_DB_URL') }}"
///   role: events_reader
///   queries:
///     by-city:
///       summary: The next events of a city
///       sql: SELECT title FROM events WHERE city = :city AND starts_at >= now() LIMIT :k
///       parameters:
///         city: {type: text, required: true}
///         k: {type: integer, min: 1, max: 50, default: 10}
///       cache: 30s
/// ```
public struct EndpointConfiguration: Sendable {
    /// The address of the database; nil where there are no endpoints.
    public let database: String?
    /// The role that questions are asked as; nil for the one that connects.
    public let role: String?
    public let connections: Int
    public let endpoints: [DeclaredEndpoint]

    /// - Throws: what is wrong, by name: `SettingsError` or `EndpointError`.
    public init(_ file: SettingsFile) throws {
        var section = try file.section("endpoints")
        database = try section.string("database")
        role = try section.string("role")
        connections = try section.int("connections", 1...200) ?? 8
        let timeout = try section.duration("timeout") ?? .seconds(5)
        var queries = try section.section("queries")
        try section.finish()
        var endpoints: [DeclaredEndpoint] = []
        for name in queries.names {
            var query = try queries.section(name)
            endpoints.append(try Self.endpoint(name, &query, timeout))
        }
        self.endpoints = endpoints
        if !endpoints.isEmpty, (database ?? "").isEmpty {
            throw section.error("database", "is missing: the URL of the database to ask")
        }
        let doubles = Dictionary(grouping: endpoints, by: \.identifier).filter { $1.count > 1 }
        if let double = doubles.values.first {
            throw EndpointError(
                .declaration,
                "the endpoints \(double.map(\.name).joined(separator: " and ")) have one name")
        }
    }

    private static func endpoint(
        _ name: String, _ query: inout SettingsReader, _ standard: Duration
    ) throws -> DeclaredEndpoint {
        guard name.wholeMatch(of: /[a-z][a-z0-9]*([-_][a-z0-9]+)*/) != nil, name.utf8.count <= 48
        else {
            throw EndpointError(
                .declaration,
                "'\(name)' is no name for an endpoint: lower case letters, digits and dashes, at "
                    + "most 48")
        }
        let sql = try sql(name, &query)
        let statement = try EndpointStatement(sql, name: name)
        var section = try query.section("parameters")
        var parameters: [EndpointParameter] = []
        for parameter in section.names {
            var reader = try section.section(parameter)
            parameters.append(try EndpointParameter(parameter, &reader))
        }
        try check(name, statement, parameters)
        var set = try query.section("settings")
        var settings: [(name: String, value: String)] = []
        for setting in set.names {
            settings.append((setting, try set.string(setting) ?? ""))
        }
        let endpoint = DeclaredEndpoint(
            name: name, summary: try query.string("summary") ?? name,
            details: try query.string("details") ?? "", parameters: parameters,
            statement: statement, mostRows: try query.int("rows", 1...10_000) ?? 100,
            timeout: try query.duration("timeout") ?? standard,
            cacheTime: try query.duration("cache"), settings: settings,
            isTool: try query.bool("tool") ?? true)
        try query.finish()
        for setting in settings {
            guard setting.name.wholeMatch(of: /[a-z_]+(\.[a-z_]+)?/) != nil,
                !["role", "session_authorization"].contains(setting.name),
                !setting.name.contains("read_only")
            else { throw set.error(setting.name, "is not a setting that an endpoint may make") }
        }
        return endpoint
    }

    private static func sql(_ name: String, _ query: inout SettingsReader) throws -> String {
        let sql = try query.string("sql")
        let file = try query.folder("file")
        switch (sql, file) {
        case (let sql?, nil): return sql
        case (nil, let file?):
            do { return try String(contentsOf: file, encoding: .utf8) } catch {
                throw query.error("file", "cannot be read: is \(file.path) there?")
            }
        default: throw query.error("sql", "must be given, or a file: one of both")
        }
    }

    private static func check(
        _ name: String, _ statement: EndpointStatement, _ parameters: [EndpointParameter]
    ) throws(EndpointError) {
        let used = Set(statement.names)
        let declared = Set(parameters.map(\.name))
        if let unknown = used.subtracting(declared).min() {
            throw EndpointError(
                .declaration,
                "the endpoint '\(name)' uses :\(unknown), which its parameters do not declare")
        }
        var wanted = used
        for parameter in parameters {
            if case .embedding(_, let of?) = parameter.kind {
                wanted.insert(of)
                guard case .text? = parameters.first(where: { $0.name == of })?.kind else {
                    throw EndpointError(
                        .declaration,
                        "the endpoint '\(name)': \(parameter.name) is the embedding of '\(of)', "
                            + "which is no parameter of type text")
                }
            }
        }
        if let unused = declared.subtracting(wanted).min() {
            throw EndpointError(
                .declaration, "the endpoint '\(name)' declares \(unused) and does not use it")
        }
    }
}
