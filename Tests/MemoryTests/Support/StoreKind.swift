import Foundation
import PostgreSQLTestSupport
import Testing

/// What keeps the memories of a test: the same tests run over each.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
    /// A DuckDB file in the home.
    case file
    /// PostgreSQL 18 with pgvector.
    case postgreSQL
    /// PostgreSQL without it: the oldest that serves, Debian's 15, where it is installed.
    case plainPostgreSQL
    /// PostgreSQL 18 behind PgBouncer, which lends its sessions by the transaction.
    case pooledPostgreSQL

    var testDescription: String { rawValue }

    /// Those that can run here; all, where bootstrap has been run for tests.
    static let available = allCases.filter { kind in
        (kind != .pooledPostgreSQL || TestPooler.isInstalled)
            && kind.flavour.map { TestServer.isInstalled($0) } ?? true
    }
    static let servers = available.filter { $0 != .file }

    /// Those that tests of many sleeps run over, which take seconds each: a file, and the server
    /// that asks most of its clients. All, where `DORMOUSE_STORES` is `all`.
    static let slept =
        ProcessInfo.processInfo.environment["DORMOUSE_STORES"] == "all"
        ? available : available.filter { $0 == .file || $0 == servers.last }
    static let sleptServers = slept.filter { $0 != .file }

    private var flavour: TestServer.Flavour? {
        switch self {
        case .file: nil
        case .postgreSQL, .pooledPostgreSQL: .full
        case .plainPostgreSQL: TestServer.isInstalled(.debian) ? .debian : .plain
        }
    }

    /// A database of its own on a server that tests share; nil where a file keeps the memories.
    func database() throws -> TestDatabase? {
        try flavour.map { try TestDatabase($0, isPooled: self == .pooledPostgreSQL) }
    }
}
