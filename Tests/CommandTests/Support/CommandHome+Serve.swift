import Foundation
import Testing

extension CommandHome {
    /// A server that listens.
    struct Server: Sendable {
        let running: Running
        /// `http://127.0.0.1:40000`
        let url: String
        let socket: String

        /// Asks it to end, and waits.
        func stop() -> Result {
            running.process.terminate()
            return running.wait()
        }
    }

    /// Starts `dormouse serve` on a free port; returns when it listens.
    ///
    /// - Parameter shell: what bash does before.
    func serve(
        _ arguments: [String] = [], shell: String = "true", environment: [String: String] = [:]
    ) throws -> Server {
        let command = [Self.program, "serve", "--listen", "127.0.0.1:0"] + arguments
        let running = try start(
            "/bin/bash", ["-c", shell + "; exec \"$@\"", "bash"] + command,
            environment: environment)
        while running.process.isRunning {
            let text = (try? String(contentsOf: running.output, encoding: .utf8)) ?? ""
            let lines = text.split(separator: "\n")
            if lines.count == 2, text.last == "\n",
                let address = lines[0].split(separator: " ").last,
                let socket = lines[1].split(separator: ":").last
            {
                return Server(
                    running: running, url: "http://\(address)", socket: String(socket))
            }
            usleep(20_000)
        }
        Issue.record("it does not serve: \(running.wait().errors)")
        throw CancellationError()
    }
}
