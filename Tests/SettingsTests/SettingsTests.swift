import Foundation
import Settings
import Testing

private func read(
    _ text: String, environment: [String: String] = [:]
) throws -> SettingsReader {
    try SettingsFile(text: text, sections: ["server", "health"], environment: environment)
        .section("server")
}

@Test func everyKindOfValueIsRead() throws {
    var section = try read(
        """
        server:
          text: hello
          number: 1_000
          share: 0.25
          flag: yes
          wait: 90s
          short: 250ms
          plain: 5
          size: 64 KiB
          list: [a, 2]
          one: alone
          nothing:
          inner: {key: value}
          many: [{key: 1}, {key: 2}]
        """)
    #expect(try section.string("text") == "hello")
    #expect(try section.int("number") == 1000)
    #expect(try section.number("share") == 0.25)
    #expect(try section.bool("flag") == true)
    #expect(try section.duration("wait") == .seconds(90))
    #expect(try section.duration("short") == .milliseconds(250))
    #expect(try section.duration("plain") == .seconds(5))
    #expect(try section.bytes("size") == 65_536)
    #expect(try section.strings("list") == ["a", "2"])
    #expect(try section.strings("one") == ["alone"])
    #expect(try section.string("nothing") == nil)
    #expect(try section.string("absent") == nil)
    var inner = try section.section("inner")
    #expect(try inner.string("key") == "value")
    let many = try section.sections("many")
    #expect(many.count == 2)
    try section.finish()
}

@Test func aFolderIsRelativeToTheFile() throws {
    var section = try SettingsFile(
        text: "server: {a: prompts, b: /srv/prompts, c: ../x}", path: "/etc/dormouse/dormouse.yml",
        sections: ["server"], environment: [:]
    ).section("server")
    #expect(try section.folder("a")?.path == "/etc/dormouse/prompts")
    #expect(try section.folder("b")?.path == "/srv/prompts")
    #expect(try section.folder("c")?.path == "/etc/x")
    #expect(try section.folder("d") == nil)
}

@Test func theEnvironmentIsPutIn() throws {
    var section = try read(
        """
        server:
          a: "{{ env_var('A') }}"
          b: "http://{{ env_var('A') }}:{{ env_var('B', '80') }}/"
          c: "{{ env_var('C', 7) }}"
        """, environment: ["A": "x.example"])
    #expect(try section.string("a") == "x.example")
    #expect(try section.string("b") == "http://x.example:80/")
    #expect(try section.int("c") == 7)
}

@Test(arguments: [
    ("servr: {}", "dormouse.yml:1: there is no section 'servr'; did you mean 'server'?"),
    (
        "server:\n  adress: x",
        "dormouse.yml:2: 'server' has no key 'adress'; did you mean 'address'?"
    ),
    (
        "server:\n  port: sk-secret",
        "dormouse.yml:2: 'server.port' must be a whole number, 1 to 65535"
    ),
    ("server:\n  port: 70000", "dormouse.yml:2: 'server.port' must be a whole number, 1 to 65535"),
    ("server: [1]", "dormouse.yml:1: 'server' holds keys and values, not a sequence"),
    (
        "server:\n  address: \"{{ env_var('NO') }}\"",
        "dormouse.yml:2: the environment variable 'NO' is not set; set it, or give a default: "
            + "env_var('NO', 'default')"
    ),
    ("server:\n  address: {a: 1}", "dormouse.yml:2: 'server.address' must be a text"),
    (
        "server:\n  wait: soon",
        "dormouse.yml:2: 'server.wait' must be a time, as 250ms, 90s, 5m, 2h or 1d"
    ),
])
func mistakesAreNamedWithTheirLine(_ text: String, _ message: String) throws {
    let error = #expect(throws: SettingsError.self) {
        var section = try read(text)
        _ = try section.string("address")
        _ = try section.int("port", 1...65_535)
        _ = try section.duration("wait")
        try section.finish()
    }
    #expect(error?.description == message)
}

@Test(arguments: ["", "# nothing", "---", "health: {}", "server:"])
func whatIsNotThereIsEmpty(_ text: String) throws {
    #expect(try read(text).isEmpty)
}

@Test func hostileTextIsRefusedOrRead() throws {
    for text in ["\u{0}", "server: *x", "&a [*a]", "server: !!python/object x", "{{", "- a"] {
        #expect(throws: SettingsError.self) { try read(text) }
    }
}

@Test func theFileIsFoundInOrder() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let inner = folder.appending(path: "inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func find(_ named: String? = nil) -> String? {
        SettingsFile.find("dormouse.yml", named: named, in: [inner, folder])?.path
    }
    #expect(find() == nil)
    try Data("server:".utf8).write(to: folder.appending(path: "dormouse.yml"))
    #expect(find() == folder.appending(path: "dormouse.yml").path)
    try Data("server:".utf8).write(to: inner.appending(path: "dormouse.yml"))
    #expect(find() == inner.appending(path: "dormouse.yml").path)
    #expect(find("/elsewhere.yml") == "/elsewhere.yml")
    #expect(throws: SettingsError.self) {
        try SettingsFile(
            reading: URL(fileURLWithPath: "/elsewhere.yml"), sections: [], environment: [:])
    }
}
