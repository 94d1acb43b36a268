import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Schema

extension TestServer {
    static func scratch(_ flavour: Flavour = .full) throws -> ScratchServer {
        ScratchServer(try shared(flavour).socketConfiguration())
    }

    /// Runs the body with an empty database.
    static func withDatabase<T>(_ body: (BlockingConnection) throws -> T) throws -> T {
        try scratch().withDatabase(body)
    }

    /// What a script makes of an empty database.
    static func catalogue(_ sql: String, on flavour: Flavour = .full) throws -> Catalogue {
        try scratch(flavour).withDatabase { connection in
            try connection.execute(script: sql)
            return try CatalogueInspection.read(connection)
        }
    }
}

/// A folder of files that goes with it.
final class TestFolder: Sendable {
    let url: URL

    init(_ files: [String: String] = [:]) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var path: String { url.path }

    func write(_ name: String, _ text: String) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func migrations() throws -> MigrationFolder { try MigrationFolder(path: path) }
}
