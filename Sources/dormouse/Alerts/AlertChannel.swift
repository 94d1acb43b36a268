import Foundation
import Governor
import HTTPClient
import Hashing
import JSON

/// Where alerts are told.
enum AlertChannel: Sendable {
    /// A line of JSON in a file; nil: on standard error.
    case log(file: String?)
    /// A command of the shell, which gets the alert as JSON on its standard input and in variables.
    case command(String)
    /// A POST with the alert as JSON, signed where there is a secret.
    case webhook(url: String, secret: String?)

    /// As a person is told of it; nothing secret is in it, and of a URL only where it leads to.
    var description: String {
        switch self {
        case .log(let file): "log \(file ?? "standard error")"
        case .command(let text): "command \(text.split(separator: " ").first ?? "")"
        case .webhook(let url, _):
            "webhook \(URL(string: url)?.host ?? "")"
        }
    }

    /// How long one try may take.
    private static let patience = Duration.seconds(5)
    private static let tries = 3

    /// Tells an alert.
    ///
    /// - Returns: why that failed; nil where it did not.
    func tell(_ alert: Alert) -> String? {
        guard let json = try? JSON(encoding: alert).text() else { return "it cannot be written" }
        switch self {
        case .log(let file): return Self.log(json + "\n", file)
        case .command(let text): return Self.run(text, alert, json + "\n")
        case .webhook(let url, let secret):
            var failure: String?
            for attempt in 0..<Self.tries {
                if attempt > 0 { Thread.sleep(forTimeInterval: 0.5 * Double(1 << attempt)) }
                failure = Self.post(json, url, secret)
                if failure == nil { return nil }
            }
            return "\(failure ?? "") (tried \(Self.tries) times)"
        }
    }

    private static func log(_ line: String, _ file: String?) -> String? {
        guard let file else {
            DescriptorWriter(2).write(line)
            return nil
        }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            return "cannot write \(file): \(String(cString: strerror(errno)))"
        }
        defer { close(descriptor) }
        let count = line.withCString { write(descriptor, $0, strlen($0)) }
        return count == line.utf8.count ? nil : "cannot write \(file)"
    }

    private static func run(_ text: String, _ alert: Alert, _ json: String) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", text]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "DORMOUSE_ALERT": alert.name, "DORMOUSE_ALERT_CHANGE": alert.change.rawValue,
            "DORMOUSE_ALERT_SEVERITY": alert.severity, "DORMOUSE_ALERT_MESSAGE": alert.message,
        ]) { $1 }
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        do { try process.run() } catch { return "cannot be started" }
        // Less than a pipe holds, so that a command that does not read it holds nobody up.
        signal(SIGPIPE, SIG_IGN)
        try? input.fileHandleForWriting.write(contentsOf: Data(json.utf8.prefix(4096)))
        try? input.fileHandleForWriting.close()
        guard ended.wait(timeout: .now() + patience / .seconds(1)) == .success else {
            // With what it has started: Foundation makes a process the first of its own group.
            let leader = process.processIdentifier
            kill(getpgid(leader) == leader ? -leader : leader, SIGKILL)
            return "took longer than \(durationText(patience)) and was ended"
        }
        let code = process.terminationStatus
        return code == 0 ? nil : "ended with \(code)"
    }

    private static func post(_ json: String, _ url: String, _ secret: String?) -> String? {
        var request = HTTPRequest(
            .post, url, headers: [("content-type", "application/json")], body: Array(json.utf8),
            timeout: patience)
        if let secret {
            let signature = SHA256.hmac(key: Array(secret.utf8), Array(json.utf8))
            request.headers.append(("x-dormouse-signature", "sha256=\(signature)"))
        }
        let client = HTTPClient()
        let answer = Answer()
        let sent = request
        Task(executorPreference: client.executor) {
            do throws(HTTPError) {
                let status = try await client.send(sent).status
                answer.set((200..<300).contains(status) ? nil : "it answered \(status)")
            } catch { answer.set("\(error)") }
        }
        return answer.wait()
    }

    /// What a request came to, for the thread that waits for it.
    private final class Answer: @unchecked Sendable {
        // Sendable: written once, before the semaphore is signalled.
        private let isThere = DispatchSemaphore(value: 0)
        private var failure: String?

        func set(_ failure: String?) {
            self.failure = failure
            isThere.signal()
        }

        func wait() -> String? {
            isThere.wait()
            return failure
        }
    }
}
