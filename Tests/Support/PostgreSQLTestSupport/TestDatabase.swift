import Foundation
public import PostgreSQL

/// A database of its own for one test. It goes with its server: to drop one that is still
/// connected to, the server waits five seconds.
public final class TestDatabase: Sendable {
    public let server: PrivateServer
    public let name: String
    /// What clients go through; nil where they go to the server itself.
    public let pooler: TestPooler?

    /// - Parameter extensions: created in it: `["vector"]`.
    public init(
        on server: PrivateServer, name: String? = nil, extensions: [String] = [],
        pooler: TestPooler? = nil
    ) throws {
        self.server = server
        self.pooler = try pooler ?? TestPooler.ofAll(before: server)
        self.name = name ?? "test_\(UUID().uuidString.lowercased().prefix(13))"
        let owner = try BlockingConnection(server.socketConfiguration())
        try owner.query("CREATE DATABASE \(identifier: self.name)")
        owner.close()
        guard !extensions.isEmpty else { return }
        let connection = try connect()
        for name in extensions {
            try connection.query("CREATE EXTENSION IF NOT EXISTS \(identifier: name) CASCADE")
        }
        connection.close()
    }

    /// One that is there, such as a standby's.
    public init(on server: PrivateServer, existing name: String) {
        self.server = server
        self.name = name
        pooler = nil
    }

    /// One on the server that all tests of the process share.
    public convenience init(
        _ flavour: TestServer.Flavour = .full, extensions: [String] = [], isPooled: Bool = false
    ) throws {
        let server = try TestServer.shared(flavour)
        try self.init(
            on: server, extensions: extensions,
            pooler: isPooled ? try TestPooler.shared(before: server) : nil)
    }

    public var configuration: ConnectionConfiguration {
        pooler?.configuration(database: name) ?? server.configuration(database: name)
    }
    public var socketConfiguration: ConnectionConfiguration {
        server.socketConfiguration(database: name)
    }
    public var url: String { pooler?.url(database: name) ?? server.url(database: name) }

    /// A connection as the superuser, over the socket.
    public func connect() throws(PostgreSQLError) -> BlockingConnection {
        try BlockingConnection(socketConfiguration)
    }
}

extension TestDatabase {
    /// One for tests that change nothing.
    public static var shared: TestDatabase {
        get throws { TestDatabase(on: try TestServer.shared(), existing: "postgres") }
    }
}
