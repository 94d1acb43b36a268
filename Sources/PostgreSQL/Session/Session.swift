internal import CPostgreSQL
import Foundation

/// A conversation with a server over libpq, the part that both faces share: `PostgresConnection`
/// runs it on a thread of its own for async callers, `BlockingConnection` on the caller's.
///
/// Calls block, waiting in `poll`, and belong to one thread at a time.
final class Session {
    let configuration: ConnectionConfiguration
    /// Nil before `open` and after `close`.
    private(set) var raw: OpaquePointer?
    let canceller = Canceller()
    /// Types that this database made itself (extensions, enums), by their object identifiers.
    var types: [UInt32: PostgresType] = [:]
    /// Open transactions and savepoints, the outermost first.
    var savepoints = 0
    /// What is open on the connection and keeps statements away: a stream, a COPY.
    var occupation: String?
    /// Whether the last data of a COPY out has come.
    var isCopyAtEnd = false
    var statements = StatementCache()
    let notices = NoticeBox()
    /// Whether something stands before the server that lends its sessions by the transaction
    /// (PgBouncer); nil until it is asked.
    var isPooledKnown: Bool?
    /// Whether a transaction was begun for the sake of what occupies the connection.
    var hasOwnTransaction = false
    /// Why the connection is gone.
    var failure: PostgreSQLError?

    init(_ configuration: ConnectionConfiguration) { self.configuration = configuration }

    deinit { PQfinish(raw) }

    var isOpen: Bool { raw != nil }
    var descriptor: Int32 { PQsocket(raw) }
    /// 180006 is 18.6.
    var serverVersion: Int { Int(PQserverVersion(raw)) }
    var serverProcess: Int32 { PQbackendPID(raw) }

    /// Connects to the first host that answers.
    func open() throws(PostgreSQLError) {
        var last: PostgreSQLError?
        let hosts: [ConnectionConfiguration.Host?] =
            configuration.hosts.isEmpty ? [nil] : configuration.hosts
        for host in hosts {
            do {
                try open(host)
                return
            } catch {
                // What another host would refuse too is not asked of it.
                if error.code == .cancelled { throw error }
                last = last ?? error
            }
        }
        throw last ?? PostgreSQLError(.configuration, "no host is configured")
    }

    private func open(_ host: ConnectionConfiguration.Host?) throws(PostgreSQLError) {
        isPooledKnown = nil
        do {
            try open(host, configuration.keywords(for: host))
        } catch  where error.code == .pooled {
            try refuseForeignOptions()
            try open(host, configuration.keywords(for: host).filter { $0.name != "options" })
            isPooledKnown = true
        }
    }

    private func open(
        _ host: ConnectionConfiguration.Host?, _ keywords: [(name: String, value: String)]
    ) throws(PostgreSQLError) {
        var names = keywords.map { strdup($0.name) } + [nil]
        var values = keywords.map { strdup($0.value) } + [nil]
        defer { for string in names + values { free(string) } }
        let started = names.withUnsafeMutableBufferPointer { names in
            values.withUnsafeMutableBufferPointer { values in
                names.withMemoryRebound(to: UnsafePointer<CChar>?.self) { names in
                    values.withMemoryRebound(to: UnsafePointer<CChar>?.self) { values in
                        PQconnectStartParams(names.baseAddress, values.baseAddress, 0)
                    }
                }
            }
        }
        guard let connection = started else {
            throw PostgreSQLError(.outOfMemory, "libpq could not make a connection")
        }
        do {
            try establish(connection, host)
        } catch {
            PQfinish(connection)
            throw error
        }
        raw = connection
        failure = nil
        savepoints = 0
        occupation = nil
        statements = StatementCache()
        PQsetnonblocking(connection, 1)
        notices.attach(to: connection)
        canceller.attach(connection)
    }

    private func establish(_ connection: OpaquePointer, _ host: ConnectionConfiguration.Host?)
        throws(PostgreSQLError)
    {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        var place = configuration
        place.hosts = host.map { [$0] } ?? []
        var state = PGRES_POLLING_WRITING
        while PQstatus(connection) != CONNECTION_BAD, state != PGRES_POLLING_OK {
            if state == PGRES_POLLING_FAILED { break }
            if Task.isCancelled {
                throw PostgreSQLError(.cancelled, "connecting was cancelled")
            }
            let left = deadline - .now
            guard left > .zero else {
                throw PostgreSQLError.connecting(
                    "timeout expired after \(configuration.connectTimeout)", to: "\(place)")
            }
            let isReady = Socket.wait(
                PQsocket(connection), reading: state == PGRES_POLLING_READING,
                writing: state == PGRES_POLLING_WRITING, atMost: min(left, .milliseconds(200)))
            if isReady { state = PQconnectPoll(connection) }
        }
        guard PQstatus(connection) == CONNECTION_OK else {
            throw PostgreSQLError.connecting(
                String(cString: PQerrorMessage(connection)), to: "\(place)",
                hiding: configuration.secrets)
        }
    }

    func close() {
        let old = raw
        raw = nil
        failure = failure ?? PostgreSQLError(.closed, "the connection was closed")
        canceller.attach(nil)
        PQfinish(old)
    }

    /// Gives the connection up because of an error: every later call throws it.
    func abandon(_ error: PostgreSQLError) {
        failure = error
        close()
    }
}
