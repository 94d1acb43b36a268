public import HTTPServer
import JSON
public import Memory
import Synchronization

/// The memories of a home over HTTP: REST, its OpenAPI document, metrics, and what is mounted beside
/// them.
///
/// Nothing here knows what a memory is worth: it routes, checks who asks and for what, calls the
/// service, and writes down what happened.
public final class DormouseServer: Sendable {
    let app: App
    let router: Router
    private let http: HTTPServer
    private let rhythmTask = Mutex<Task<Void, Never>?>(nil)
    private let identities = Mutex<[TLSIdentity]>([])

    /// - Parameters:
    ///   - tokens: who may come in over TCP.
    ///   - endpoints: questions to a database that were declared.
    ///   - mounted: further routes, such as MCP's.
    public init(
        service: MemoryService, tokens: TokenFile, options: ServiceOptions, log: ServerLog,
        endpoints: ServedEndpoints? = nil,
        mounted: (App) throws -> [Route] = { _ in [] }
    ) throws {
        let counts = HTTPCounts()
        let app = try App(
            service: service, tokens: tokens, options: options, log: log, counts: counts,
            endpoints: endpoints)
        var routes = Self.routes(app) + (endpoints?.routes ?? []) + (try mounted(app))
        let document = OpenAPIDocument(
            routes: routes, schemas: app.schemas, version: options.version)
        routes += Self.documentRoutes(document)
        let router = Router(routes: routes)
        let desk = Desk(app: app, router: router)
        var settings = options.http
        settings.faultResponse = { Problem($0).response(requestID: nil) }
        settings.onFault = { desk.noteFault($0, $1) }
        http = try HTTPServer(settings) { await desk.answer($0) }
        counts.set(http)
        self.app = app
        self.router = router
    }

    /// Begins to take connections.
    ///
    /// - Returns: the address, with the port that was free where 0 was asked for.
    @discardableResult
    public func listen(on endpoint: Endpoint) throws -> SocketAddress {
        if case .tcp(_, _, let tls?) = endpoint { identities.withLock { $0.append(tls) } }
        let address = try http.listen(on: endpoint)
        app.log(.info, "listening", ["address": .string(address.description)])
        return address
    }

    /// Reads certificates again; tokens are read whenever they change. What cannot be read is
    /// logged, and what was there before stays.
    public func reload() {
        for identity in identities.withLock({ $0 }) {
            do {
                try identity.reload()
                app.log(.info, "reloaded", ["certificate": .string(identity.certificateFile)])
            } catch {
                app.log(.error, "reload_failed", ["reason": .string(error.description)])
            }
        }
    }

    /// Sleeps by a rhythm from now on, beside what is asked for. What is not done is logged.
    public func keep(_ rhythm: SleepRhythm) {
        let keeper = RhythmKeeper(app: app)
        let task = Task { await keeper.keep(rhythm) }
        rhythmTask.withLock { known in
            known?.cancel()
            known = task
        }
    }

    /// Takes no more requests, lets those under way end, and closes.
    public func drain(within patience: Duration) async {
        app.log(.info, "draining")
        rhythmTask.withLock { $0?.cancel() }
        await http.drain(within: patience)
    }
}
