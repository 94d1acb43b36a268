import Foundation
public import PostgreSQL
import Synchronization

/// The servers that tests run against: real ones, started by the test process, one of a kind, and
/// ended with it.
public enum TestServer {
    /// Which server.
    public enum Flavour: Sendable, Hashable, CaseIterable {
        /// PostgreSQL 18 with contrib, pgvector and, where there is a build, AGE.
        case full
        /// The same without extensions beyond contrib.
        case plain
        /// Debian's, where it is installed.
        case debian
        /// With TLS, and a password asked over TCP.
        case tls
        /// As `full`, for tests that leave rows unread: no database can be made or dropped on a
        /// server as long as one of its processes waits for its client to read.
        case unread
    }

    public static let password = "p@ss:word/%'\""

    private static let checkout = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../..").standardized

    private static let servers = Mutex<[Flavour: Result<PrivateServer, PostgreSQLError>]>([:])

    /// What the flavour runs from; nil where it is not installed here.
    public static func installation(_ flavour: Flavour) -> PostgresInstallation? {
        switch flavour {
        case .full, .plain, .tls, .unread:
            PostgresInstallation(at: checkout.appending(path: ".prefix/pg"))
        case .debian: PostgresInstallation.debian().first
        }
    }

    /// For `.enabled(if: TestServer.isInstalled(), "…")`.
    public static func isInstalled(_ flavour: Flavour = .full) -> Bool {
        installation(flavour) != nil
    }

    /// Why a test is skipped.
    public static let missing: String =
        "there is no PostgreSQL server here: run scripts/bootstrap test"

    /// The server that all tests of the process share.
    public static func shared(_ flavour: Flavour = .full) throws -> PrivateServer {
        try servers.withLock { servers in
            if let known = servers[flavour] { return try known.get() }
            let started = Result { () throws(PostgreSQLError) in try start(flavour) }
            servers[flavour] = started
            if servers.count == 1 { atexit { TestServer.endAll() } }
            return try started.get()
        }
    }

    /// A server for one test, which may kill it.
    public static func start(_ flavour: Flavour = .full, settings: [String: String] = [:])
        throws(PostgreSQLError) -> PrivateServer
    {
        guard let installation = installation(flavour) else {
            throw PostgreSQLError(.other, missing)
        }
        var options = PrivateServer.Options(settings: settings)
        switch flavour {
        case .full, .debian, .unread: break
        case .plain: options.hiddenExtensions = ["vector", "age"]
        case .tls:
            options.hasTLS = true
            options.password = password
        }
        return try PrivateServer(installation, options)
    }

    private static func endAll() {
        let all = servers.withLock { servers in
            defer { servers = [:] }
            return servers.values.compactMap { try? $0.get() }
        }
        for server in all { server.stop(.quit) }
    }
}
