import Foundation
import JSON
import Testing

@testable import dormouse

/// The server as a process, with curl as its client.
@Suite struct ServeCommandTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    private func curl(_ arguments: String...) throws -> String {
        try home.start("/usr/bin/curl", ["-s"] + arguments).wait().output
    }

    @Test func itServesUntilItIsToldToStopAndCommandsWorkBesideIt() throws {
        let token = try home.run("token", "add", "ada", "-q").lines.first ?? ""
        let server = try home.serve()
        let told = try home.run("remember", "Ada moved to Lisbon")
        #expect(told.code == 0, "\(told.errors)")
        let local = try curl("--unix-socket", server.socket, "http://home/v1/statistics")
        #expect(try JSON.parse(local)["memories"] == 1)
        let remote = try curl(
            "-H", "Authorization: Bearer \(token)", "\(server.url)/v1/statistics")
        #expect(try JSON.parse(remote)["memories"] == 1)
        let refused = try curl("\(server.url)/v1/statistics")
        #expect(try JSON.parse(refused)["code"] == "unauthorized")
        // What is revoked is refused at once.
        #expect(try home.run("token", "revoke", "ada").code == 0)
        let revoked = try curl(
            "-H", "Authorization: Bearer \(token)", "\(server.url)/v1/statistics")
        #expect(try JSON.parse(revoked)["code"] == "unauthorized")
        kill(server.running.process.processIdentifier, SIGHUP)
        #expect(try JSON.parse(curl("\(server.url)/health"))["status"] == "ok")
        let ended = server.stop()
        #expect(ended.code == 0, "\(ended.errors)")
        for line in ended.errors.split(separator: "\n") {
            #expect((try? JSON.parse(String(line))) != nil, "no JSON in the log: \(line)")
        }
        #expect(!FileManager.default.fileExists(atPath: server.socket))
        #expect(try home.run("stats", "--json").json()["memories"] == 1)
    }

    @Test func theLoopbackIsOpenedOnlyWhereItIsOne() throws {
        for place in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0", "127.evil.example:0"] {
            let refused = try home.run("serve", "--open-loopback", "--listen", place)
            #expect(refused.code == 2, "\(place)")
            #expect(refused.errors.contains("--open-loopback is refused"))
        }
        let server = try home.serve(["--open-loopback"])
        #expect(try JSON.parse(curl("\(server.url)/v1/version"))["api"] == "v1")
        #expect(server.stop().code == 0)
    }

    @Test func whatCannotBeServedIsSaidBeforeAnythingIsServed() throws {
        for arguments in [
            ["--listen", "8787"], ["--listen", ":8787"], ["--listen", "localhost:99999"],
            ["--listen", "off", "--socket", "off"], ["--tls-key", "key.pem"],
        ] {
            let ended = try home.start(CommandHome.program, ["serve"] + arguments).wait()
            #expect(ended.code == 2, "\(arguments)")
        }
        _ = try home.write("dormouse.yml", "server:\n  lisen: 127.0.0.1:0\n")
        let unknown = try home.run(
            "serve", "--config", home.folder.appending(path: "dormouse.yml").path)
        #expect(unknown.code == 1)
        #expect(unknown.errors.contains("listen"), "\(unknown.errors)")
    }

    @Test func tokensAreShownOnceAndListedWithoutTheirSecret() throws {
        let made = try home.run(
            "token", "add", "laptop", "--only-namespace", "notes", "--scope", "read", "--json"
        ).json()
        let token = made["token"]?.string ?? ""
        #expect(token.hasPrefix("dm_") && token.utf8.count == 67)
        let listed = try home.run("token", "list", "--json")
        #expect(!listed.output.contains(token.dropFirst(3)))
        #expect(try listed.json()["tokens"]?[0]?["namespaces"] == ["notes"])
        #expect(try home.run("token", "add", "laptop").code == 1)
        #expect(try home.run("token", "add", "old", "--expires", "2020-01-01").code == 2)
        #expect(try home.run("token", "revoke", "nobody").code == 1)
        #expect(try home.run("token", "revoke", "laptop").code == 0)
        #expect(try home.run("token", "list", "--json").json()["tokens"] == [])
    }
}
