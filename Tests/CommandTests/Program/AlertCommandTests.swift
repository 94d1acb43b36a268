import Foundation
import JSON
import Testing

/// `dormouse governor test-alert` and `dormouse audit`.
@Suite struct AlertCommandTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    private func configure(_ lines: String) throws {
        try FileManager.default.createDirectory(at: home.home, withIntermediateDirectories: true)
        try Data(lines.utf8).write(to: home.home.appending(path: "dormouse.yml"))
    }

    @Test func everyChannelIsTriedAndSaysWhatCameOfIt() throws {
        let log = home.folder.appending(path: "alerts.log").path
        let got = home.folder.appending(path: "got").path
        try configure(
            """
            alerts:
              channels:
                - {kind: log, file: \(log)}
                - {kind: command, command: 'cat > \(got); echo $DORMOUSE_ALERT_SEVERITY >> \(got)'}
                - {kind: command, command: 'exit 3'}
            """)
        let told = try home.run("governor", "test-alert", "--severity", "critical", "--json")
        #expect(told.code == 1)
        let channels = try #require(try told.json()["channels"]?.array)
        #expect(channels.map { $0["told"]?.bool } == [true, true, false])
        #expect(channels[2]["reason"]?.string == "ended with 3")
        let line = try JSON.parse(try String(contentsOfFile: log, encoding: .utf8))
        #expect(line["change"]?.string == "test" && line["severity"]?.string == "critical")
        #expect(try String(contentsOfFile: got, encoding: .utf8).hasSuffix("critical\n"))
    }

    @Test func aWebhookIsSignedAndRetried() throws {
        // Answers 500 to the first request and 200 to the second.
        let server = try home.write(
            "server.py",
            """
            import http.server, sys
            class H(http.server.BaseHTTPRequestHandler):
                n = 0
                def do_POST(self):
                    body = self.rfile.read(int(self.headers['content-length']))
                    H.n += 1
                    open('request', 'wb').write(
                        self.headers['x-dormouse-signature'].encode() + b'\\n' + body)
                    self.send_response(500 if H.n == 1 else 200)
                    self.end_headers()
                def log_message(self, *a): pass
            s = http.server.HTTPServer(('127.0.0.1', 0), H)
            open('port', 'w').write(str(s.server_port))
            s.serve_forever()
            """)
        try configure(
            """
            alerts:
              channels:
                - {kind: webhook, url: "{{ env_var('HOOK') }}", secret_env: HOOK_SECRET}
            """)
        let told = try home.bash(
            """
            export HOOK_SECRET=hush-hush
            python3 \(server) & pid=$!
            for i in $(seq 600); do [ -s port ] && break; sleep 0.1; done
            HOOK=http://127.0.0.1:$(cat port)/hook "$dormouse" governor test-alert; echo "code $?"
            kill -9 $pid
            python3 - <<'END'
            import hmac
            signature, body = open('request', 'rb').read().split(b'\\n', 1)
            print(signature.decode() == 'sha256=' + hmac.new(b'hush-hush', body, 'sha256').hexdigest())
            END
            """)
        #expect(told.output == "webhook 127.0.0.1: told\ncode 0\nTrue\n", "\(told.errors)")
    }

    @Test(arguments: [
        "alerts: {channels: [{kind: pigeon}]}",
        "alerts: {channels: [{kind: webhook, url: ftp://x}]}",
        "alerts: {channels: [{kind: webhook, url: 'http://x', secret_env: NOT_SET}]}",
        "alerts: {severity: mild}", "alerts: {}", "alerts: {silent: [weather]}",
    ])
    func whatCannotBeToldIsSaid(_ settings: String) throws {
        try configure(settings + "\n")
        let told = try home.run("governor", "test-alert")
        #expect(told.code == 1 && told.errors.hasPrefix("error:"), "\(told.errors)")
    }

    @Test func theRecordIsWholeUntilALineIsChangedOrTakenOut() throws {
        try home.run("init")
        for text in ["one secret-word", "two", "three"] { try home.run("remember", text) }
        try home.run("forget")
        let whole = try home.run("audit", "verify", "--json").json()
        #expect(whole["whole"] == true)
        let count = try #require(whole["lines"]?.int)
        #expect(count >= 5)
        let shown = try home.run("audit", "tail", "-l", "2").lines
        #expect(shown.count == 2 && shown[1].contains("refused  forget"), "\(shown)")
        let file = home.folder.appending(path: ".local/state/dormouse/audit.jsonl")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(!text.contains("secret-word"))
        #expect(try home.run("audit", "export").output == text)
        let lines = text.split(separator: "\n").map(String.init)
        let damages = [
            text.replacing("\"remember\"", with: "\"recall\"", maxReplacements: 1),
            lines.enumerated().filter { $0.offset != 1 }.map(\.element).joined(separator: "\n"),
            lines.dropFirst().joined(separator: "\n") + "\n",
            lines.dropLast().joined(separator: "\n") + "\n", String(text.dropLast(20)), "",
        ]
        for damaged in damages {
            try Data(damaged.utf8).write(to: file)
            let verified = try home.run("audit", "verify")
            #expect(verified.code == 1, "\(verified.output)")
        }
        try Data(text.utf8).write(to: file)
        #expect(try home.run("audit", "verify").code == 0)
    }

    /// Who was stopped while it wrote the record stops nobody else.
    @Test func aRecordThatSomebodyHoldsStopsNoCommand() throws {
        try home.run("remember", "Ada likes tea")
        let lock = home.folder.appending(path: ".local/state/dormouse/audit.lock").path
        let descriptor = open(lock, O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0)
        defer { close(descriptor) }
        #expect(try home.run("remember", "Bob likes milk").code == 0)
        #expect(try home.run("list").output.contains("Bob likes milk"))
    }

    @Test func noVariableThatIsEmptyOrRelativeLeadsIntoTheWorkingFolder() throws {
        for environment in [["HOME": ""], ["XDG_STATE_HOME": "states"]] {
            let told = try home.run("remember", "Ada likes tea", environment: environment)
            #expect(told.code == 0, "\(told.errors)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: home.folder.path)
        #expect(!left.contains("states"), "\(left)")
    }
}

/// `features` of dormouse.yml.
@Suite struct FeatureTests {
    @Test func theEnvironmentGoesBeforeTheFileAndAShareIsAlwaysTheSame() throws {
        let home = try CommandHome()
        try FileManager.default.createDirectory(at: home.home, withIntermediateDirectories: true)
        try Data("features: {ingestion: off, isolation: 50%}\n".utf8)
            .write(to: home.home.appending(path: "dormouse.yml"))
        func states(_ environment: [String: String] = [:]) throws -> [JSON] {
            let shown = try home.run("governor", "show", "--json", environment: environment)
            return try shown.json()["features"]?.array ?? []
        }
        let first = try states()
        #expect(first == (try states()))
        #expect(first[0]["share"]?.double == 0.5)
        #expect(first[1]["on"] == false && first[1]["set_by"]?.string == "dormouse.yml")
        #expect(first[2]["on"] == true)
        let on = try states(["DORMOUSE_FEATURE_INGESTION": "on"])
        #expect(on[1]["on"] == true && on[1]["set_by"]?.string == "DORMOUSE_FEATURE_INGESTION")
        let csv = try home.write("a.csv", "id\n1\n")
        let arguments = ["ingest", csv, "--into", "t", "--database", "d.duckdb"]
        let refused = try home.start(CommandHome.program, arguments).wait()
        #expect(refused.code == 1 && refused.errors.contains("switched off"))
        let taken = try home.start(
            CommandHome.program, arguments, environment: ["DORMOUSE_FEATURE_INGESTION": "on"]
        ).wait()
        #expect(taken.output == "Took 1 row into t.\n", "\(taken.errors)")
        let wrong = try home.run(
            "governor", "show", environment: ["DORMOUSE_FEATURE_ISOLATION": "x"])
        #expect(wrong.code == 1 && wrong.errors.contains("DORMOUSE_FEATURE_ISOLATION"))
    }
}
