import Arguments
import DormouseServer
import Foundation
import HTTPServer
import Memory
import Settings

/// Where and how to serve: the command line, else `dormouse.yml`, else what is usual.
struct ServeSettings {
    private(set) var options = ServiceOptions(version: Dormouse.version)
    private(set) var drainTime = Duration.seconds(10)
    private let places: [(host: String, port: Int)]
    /// The Unix socket; nil for none.
    let socket: String?
    /// When to sleep; nil: when somebody asks for it.
    let rhythm: SleepRhythm?
    private let certificate: String?
    private let key: String?

    init(_ invocation: Invocation) throws {
        let command = invocation.command
        rhythm = try RhythmSettings(try invocation.settings(), zone: invocation.zone).rhythm
        var section = try invocation.settings().section("server")
        let listen = try section.strings("listen")
        let socket = try section.string("socket")
        let certificate = try section.string("tls_certificate")
        let key = try section.string("tls_key")
        options.hosts = try section.strings("hosts") ?? []
        options.origins = try section.strings("origins") ?? []
        options.opensLoopback = try section.bool("open_loopback") ?? false
        options.namespace = invocation.namespace
        if let rate = try section.number("requests_per_second", 0.1...1e9) {
            options.requestsPerSecondPerToken = rate
        }
        if let open = try section.int("open_requests", 1...1_000_000) {
            options.openRequestsPerToken = open
        }
        if let connections = try section.int("connections", 1...1_000_000) {
            options.http.maximumConnections = connections
        }
        drainTime = try section.duration("drain") ?? drainTime
        try section.finish()

        func given(_ name: String) -> [String]? {
            let values = command.strings(name)
            return values.isEmpty ? nil : values
        }
        options.hosts += command.strings("host")
        options.origins += command.strings("origin")
        if command.flag("open-loopback") { options.opensLoopback = true }
        let wanted = given("listen") ?? listen ?? ["127.0.0.1:8787"]
        places = try wanted == ["off"] ? [] : wanted.map { try Self.place($0, command) }
        let path = command.string("socket") ?? socket
        self.socket =
            try path == "off"
            ? nil : path ?? SocketPlace.path("socket", in: invocation.home)
        self.certificate = command.string("tls-certificate") ?? certificate
        self.key = command.string("tls-key") ?? key
        try check(command)
    }

    private func check(_ command: ParsedCommand) throws {
        if (certificate == nil) != (key == nil) {
            throw command.usageError(
                "TLS needs both a certificate and its key",
                suggestion: "give --tls-certificate and --tls-key")
        }
        if places.isEmpty, socket == nil {
            throw command.usageError(
                "there is nowhere to listen: both --listen and --socket are off")
        }
        if options.opensLoopback, let place = places.first(where: { !Self.isLoopback($0.host) }) {
            throw command.usageError(
                "--open-loopback is refused with \(place.host): anybody who can reach that address "
                    + "would need no token",
                suggestion: "listen on 127.0.0.1 or [::1], or leave --open-loopback out")
        }
    }

    /// Where to listen; certificates are read here.
    func endpoints() throws -> [Endpoint] {
        var identity: TLSIdentity?
        if let certificate, let key {
            identity = try TLSIdentity(certificateFile: certificate, keyFile: key)
        }
        return places.map { .tcp(host: $0.host, port: $0.port, tls: identity) }
            + (socket.map { [.unix(path: $0)] } ?? [])
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "::1" || host == "localhost"
            || (host.hasPrefix("127.") && host.split(separator: ".").count == 4
                && host.allSatisfy { $0.isNumber || $0 == "." })
    }

    /// `127.0.0.1:8787`, `[::1]:8787`, `localhost:0`.
    private static func place(_ text: String, _ command: ParsedCommand) throws -> (String, Int) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else {
            throw command.usageError(
                "cannot listen on '\(text)'", suggestion: "give HOST:PORT, such as 127.0.0.1:8787")
        }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else {
            throw command.usageError(
                "cannot listen on '\(text)': there is no host",
                suggestion: "0.0.0.0:\(port) is every address of this machine")
        }
        return (String(host), port)
    }
}
