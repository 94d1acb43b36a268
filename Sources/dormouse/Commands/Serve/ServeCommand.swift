import Arguments
import DormouseServer
import Endpoints
import Foundation
import HTTPServer
import Memory
import Synchronization

/// `serve`: the memories of a home over HTTP, for many clients at once.
enum ServeCommand: Command {
    static let spec = CommandSpec(
        "serve", abstract: "Serve the home's memories over HTTP: REST, MCP, OpenAPI, metrics",
        discussion: """
            Listens on 127.0.0.1:8787, where a token is needed (dormouse token add), and on the \
            Unix socket HOME/socket, where none is: only this user can open it. GET /openapi.json \
            says what there is; a browser gets a page. Agents connect to /mcp. Everything can stand \
            in dormouse.yml, under server. Commands, and the mcp of agents, work beside it as if it were not \
            there.

            With a section rhythm in dormouse.yml it sleeps by itself: see docs/nights.md.

            SIGHUP reads certificates again; tokens are read whenever they change. SIGTERM takes \
            no more requests, lets those under way end, and closes. Each request, audit and fault \
            is a line of JSON on standard error.
            """,
        examples: [
            Example("dormouse serve", "on this machine, with tokens"),
            Example("dormouse serve --open-loopback", "on this machine, for whoever can reach it"),
            Example("dormouse serve --listen 127.0.0.1:0 --socket off", "on a free port only"),
            Example(
                "curl --unix-socket ~/.dormouse/socket http://home/v1/statistics", "try it"),
        ],
        options: [
            .value(
                "listen", "HOST:PORT", defaultNote: "127.0.0.1:8787", repeating: true,
                help: "where to listen; port 0 takes a free one; 'off' for the socket alone"),
            .value(
                "socket", "FILE", .file, defaultNote: "HOME/socket",
                help: "the Unix socket; 'off' for none"),
            .value("tls-certificate", "FILE", .file, help: "speak TLS: the certificate, as PEM"),
            .value("tls-key", "FILE", .file, help: "the certificate's key, as PEM"),
            .value(
                "host", "NAME", repeating: true,
                help: "a name the server may be called by, besides localhost"),
            .value(
                "origin", "ORIGIN", repeating: true,
                help: "an origin whose pages may call, such as https://example.org"),
            .flag(
                "open-loopback",
                help: "no token is needed on 127.0.0.1 and [::1]; refused on any other address"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let settings = try ServeSettings(invocation)
        // Before there are other threads, so that all of them leave these signals to this one.
        let signals = WaitedSignals([SIGTERM, SIGINT, SIGHUP])
        raiseDescriptorLimit()
        let endpoints = try invocation.servedEndpoints()
        let engine = try MemoryEngine(
            home: invocation.home, options: try engineOptions(invocation, settings))
        engine.warmUp()
        let service = MemoryService(engine)
        let writer = LogWriter()
        let log = ServerLog(now: Invocation.now) { writer.write($0) }
        let commands = try engine.options.commandSocket.map {
            try CommandServer(ServeAudit(log).duties(service), path: $0)
        }
        defer { commands?.close() }
        let server = try DormouseServer(
            service: service, tokens: TokenFile(home: invocation.home), options: settings.options,
            log: log, endpoints: endpoints, mounted: { try StreamableHTTP($0).routes })
        // With memories in PostgreSQL there may be no home yet, and the socket lies in it.
        if settings.socket?.hasPrefix(invocation.home.directory.path + "/") == true {
            try invocation.home.create()
        }
        for endpoint in try settings.endpoints() {
            let address = try server.listen(on: endpoint)
            invocation.console.print("listening on \(address.description)")
        }
        if let rhythm = settings.rhythm {
            server.keep(rhythm)
            let parts = rhythm.parts.map { "\($0.stage?.rawValue ?? "all"): \($0.schedule)" }
            invocation.console.print("sleeping \(parts.joined(separator: "; "))")
        }
        let systemd = SystemdNotification(environment: invocation.environment)
        systemd?.send("READY=1")
        while true {
            let signal = signals.wait()
            guard signal == SIGHUP else { break }
            systemd?.send("RELOADING=1")
            server.reload()
            systemd?.send("READY=1")
        }
        systemd?.send("STOPPING=1")
        // A second signal does not wait.
        signals.release()
        let ended = DispatchSemaphore(value: 0)
        let failure = Mutex<(any Error)?>(nil)
        Task {
            await server.drain(within: settings.drainTime)
            await endpoints?.database.close()
            ended.signal()
        }
        // This is the main thread, none of Swift's own: it may wait.
        ended.wait()
        commands?.close(within: settings.drainTime)
        let isDone = Mutex(true)
        Task {
            do {
                let done = try await service.close(within: settings.drainTime)
                isDone.withLock { $0 = done }
            } catch { failure.withLock { $0 = error } }
            ended.signal()
        }
        ended.wait()
        writer.flush()
        if let error = failure.withLock({ $0 }) { throw error }
        // A sleep that is not over goes on with the next start. Nothing is taken apart under it.
        if !isDone.withLock(\.self) { _exit(0) }
        return 0
    }

    private static func engineOptions(_ invocation: Invocation, _ settings: ServeSettings) throws
        -> EngineOptions
    {
        var options = try invocation.engineOptions()
        options.isLongLived = true
        options.databaseURL = invocation.databaseURL
        options.languageModels = try invocation.languageModels()
        options.socket = settings.socket
        // With memories in PostgreSQL nobody waits for the home, so nobody needs its server.
        options.commandSocket =
            invocation.isOnServer ? nil : try CommandServer.path(in: invocation.home)
        options.agentSocket = options.commandSocket
        invocation.share(&options)
        options.borrow = nil
        return options
    }

    /// Each connection is a descriptor, and the usual limit is 1024.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        #if os(Linux)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        setrlimit(resource, &limit)
    }
}
