import Arguments
import Foundation
import Governor
import HTTPServer

/// Serves the figures of what runs to Prometheus.
struct MetricsServer {
    private let state: StateDirectory

    init(_ state: StateDirectory) { self.state = state }

    /// Serves until SIGINT or SIGTERM.
    func serve(at address: String, _ invocation: Invocation) throws -> Int32 {
        guard let colon = address.lastIndex(of: ":"),
            let port = Int(address[address.index(after: colon)...]), (0...65_535).contains(port),
            colon != address.startIndex
        else {
            throw invocation.command.usageError(
                "--listen: '\(address)' is no HOST:PORT", suggestion: "write 127.0.0.1:9187")
        }
        let state = state
        let server = try HTTPServer { request in
            guard request.head.path == "/metrics" else {
                return ServerResponse(404, text: "The figures are at /metrics.\n")
            }
            return ServerResponse(
                200, text: RunMetrics.text(RunList(state).read(), state),
                type: "text/plain; version=0.0.4; charset=utf-8")
        }
        let signals = WaitedSignals([SIGINT, SIGTERM])
        let bound = try server.listen(
            on: .tcp(host: String(address[..<colon]), port: port, tls: nil))
        invocation.console.print("Figures are served at http://\(bound.description)/metrics")
        withExtendedLifetime(server) { _ = signals.wait() }
        return 0
    }
}
