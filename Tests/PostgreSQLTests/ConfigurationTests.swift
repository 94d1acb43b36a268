import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

struct ConfigurationTests {
    @Test func aURLSaysWhereAndWho() throws {
        let all = try ConnectionConfiguration(
            "postgres://ada:p%40ss@db1:5433,db2/no%20tes?sslmode=verify-full&sslrootcert=/ca.pem"
                + "&connect_timeout=3&application_name=x&statement_timeout=1500&lock_timeout=20"
                + "&target_session_attrs=read-write")
        #expect(
            all.hosts == [.init("db1", port: 5433), .init("db2", port: nil)]
                || all.hosts == [.init("db1", port: 5433), .init("db2", port: 5432)])
        #expect(all.user == "ada")
        #expect(all.password == "p@ss")
        #expect(all.database == "no tes")
        #expect(all.tls == .verifyFull)
        #expect(all.rootCertificate == "/ca.pem")
        #expect(all.connectTimeout == .seconds(3))
        #expect(all.statementTimeout == .milliseconds(1500))
        #expect(all.lockTimeout == .milliseconds(20))
        #expect(all.parameters["target_session_attrs"] == "read-write")
        #expect(!"\(all) \(String(reflecting: all))".contains("p@ss"))
        var dumped = ""
        dump(all, to: &dumped)
        #expect(!dumped.contains("p@ss"))
        let socket = try ConnectionConfiguration("postgresql:///notes?host=/run/postgresql")
        #expect(socket.hosts == [.init("/run/postgresql")])
        let words = try ConnectionConfiguration("host=h port=1 user='a b' password='x y' dbname=d")
        #expect(words.hosts == [.init("h", port: 1)])
        #expect(words.user == "a b")
        let tool = try ConnectionConfiguration("postgresql+psycopg2://u@[::1]:7/d")
        #expect(tool.hosts == [.init("::1", port: 7)])
    }

    @Test(arguments: [
        "", "mysql://a:hunter2@h/d", "postgres://a:hunter2@h:port/d", "postgres://a:hunter2@h:0/d",
        "postgres://a:hunter2@h/d?sslmode=sometimes", "postgres://a:hunter2%zz@h/d",
        "postgres://a:hunter2@h/d?colour=red", "postgres://a:hunter2@h/d?statement_timeout=soon",
        "host=h password='hunter2", "postgres://a:hunter2@[::1/d", "hunter2",
        "postgres://a:hunter2@h\0/d",
    ])
    func aURLThatIsWrongSaysWhatWithoutRepeatingIt(_ url: String) {
        let error = #expect(throws: PostgreSQLError.self) { try ConnectionConfiguration(url) }
        #expect(error?.code == .configuration)
        #expect(error?.description.contains("hunter2") == false, "\(String(describing: error))")
    }

    @Test func whatIsWrongWithAConnectionIsSaid() throws {
        var seen: [PostgreSQLError.Code?] = []
        func attempt(_ change: (inout ConnectionConfiguration) throws -> Void) throws {
            var configuration = ConnectionConfiguration(
                hosts: [.init("127.0.0.1", port: 1)], database: "d", user: "u", password: "hunter2",
                connectTimeout: .milliseconds(700))
            try change(&configuration)
            let error = #expect(throws: PostgreSQLError.self) {
                try BlockingConnection(configuration)
            }
            seen.append(error?.code)
            #expect(error?.description.contains("hunter2") == false)
            #expect(error?.hint != nil)
        }
        try attempt { _ in }
        try attempt { $0.hosts = [.init("no-such-host.invalid")] }
        try attempt { $0.hosts = [.init("/nowhere")] }
        #expect(seen == [.connectionRefused, .hostNotFound, .connectionRefused])
        // Nobody answers: a socket that listens and does not speak.
        let mute = try MuteListener()
        try attempt { $0.hosts = [.init("127.0.0.1", port: mute.port)] }
        #expect(seen.last == .connectTimeout)
        guard TestServer.isInstalled() else { return }
        let server = try TestServer.shared(.tls)
        let good = server.configuration()
        try attempt {
            $0 = good
            $0.password = "hunter2"
        }
        try attempt {
            $0 = good
            $0.database = "nowhere"
        }
        try attempt {
            $0 = good
            $0.tls = .verifyFull
            $0.rootCertificate = "/etc/hostname"
        }
        #expect(seen.suffix(3) == [.password, .databaseNotFound, .tls])
        // The next host is tried.
        var both = good
        both.hosts.insert(.init("127.0.0.1", port: 1), at: 0)
        #expect(try BlockingConnection(both).query("SELECT 1").value() == 1)
    }

    @Test(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
    func connectionsAreEncryptedAsAsked() throws {
        let server = try TestServer.shared(.tls)
        let isEncrypted: PostgresQuery =
            "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        var configuration = server.configuration()
        configuration.tls = .disable
        #expect(try BlockingConnection(configuration).query(isEncrypted).value() == false)
        configuration.tls = .require
        #expect(try BlockingConnection(configuration).query(isEncrypted).value() == true)
        configuration.tls = .verifyFull
        configuration.rootCertificate = server.folder.appending(path: "server.crt").path
        #expect(try BlockingConnection(configuration).query(isEncrypted).value() == true)
        let url = try ConnectionConfiguration(server.url())
        #expect(try BlockingConnection(url).query("SELECT 1").value() == 1)
    }

    @Test(.enabled(if: TestServer.isInstalled(.debian), "PostgreSQL of Debian is not installed"))
    func debiansServerServesToo() throws {
        let database = try TestDatabase(.debian, extensions: ["pg_trgm"])
        let connection = try database.connect()
        #expect(connection.serverVersion < 180_000)
        #expect(try connection.query("SELECT \("a")::text").value() == "a")
        #expect(
            try connection.query(
                "SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'"
            )
            .value() == 0)
    }

    @Test(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
    func aPrivateServerEndsWithItsObject() throws {
        var server: PrivateServer? = try TestServer.start(.plain)
        let folder = try #require(server?.folder)
        let process = try #require(server?.processIdentifier)
        let connection = try BlockingConnection(try #require(server).configuration())
        #expect(
            try connection.query(
                "SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'"
            )
            .value() == 0)
        server = nil
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        #expect(kill(process, 0) != 0)
    }
}
