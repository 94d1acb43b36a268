import Foundation
import Testing

/// No command shows a byte of the password in an address that it is given, wherever it stands.
@Suite struct SecrecyCommandTests {
    private static let passwords = ["Qx1@Qx2", "Qx1/Qx2:Qx3", "Qx1 Qx2'Qx3", "Qx1%Qx2?Qx3#Qx4"]

    private static func addresses(_ password: String) -> [String] {
        let encoded = password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return [
            "postgres://ada:\(password)@127.0.0.1:1/shop",
            "postgres://ada:\(encoded)@127.0.0.1:1/shop",
            "host=127.0.0.1 port=1 password=\(password)",
            "POSTGRES://ada:\(password)@127.0.0.1:1/shop",
            "postgres://127.0.0.1:1/shop?options=-c%20a.b%3D\(encoded)",
        ]
    }

    private static let commands: [[String]] = [
        ["migrate", "status", "--url", "@"], ["migrate", "up", "@"],
        ["migrate", "status", "--ulr=@"],
        ["ingest", "@", "--into", "t", "--query", "SELECT 1", "--cursor", "a", "--database", "d"],
        ["migrate", "validate", "--scratch", "@"], ["schema", "inspect", "@"],
        ["schema", "drift", "@", "migrations"],
        ["health", "--url", "@"], ["migrate", "@"], ["@"], ["migrate", "up", "--to", "@"],
    ]

    @Test(arguments: passwords)
    func whatACommandSaysHoldsNoPassword(_ password: String) throws {
        let home = try CommandHome()
        try FileManager.default.createDirectory(
            at: home.folder.appending(path: "migrations"), withIntermediateDirectories: true)
        _ = try home.write("migrations/1_a.up.sql", "SELECT 1;")
        for address in Self.addresses(password) {
            var running: [(String, CommandHome.Running)] = []
            for command in Self.commands {
                let words = command.map { $0.replacing("@", with: address) } + ["--wait", "0"]
                running.append(
                    (words[0], try home.start(CommandHome.program, words, environment: [:])))
            }
            for words in [
                ["stats"], ["recall", "x"], ["migrate", "status"], ["schema", "inspect"],
            ] {
                running.append(
                    (
                        words[0],
                        try home.start(
                            CommandHome.program, words + ["--wait", "0"],
                            environment: ["POSTGRES_DB_URL": address])
                    ))
            }
            for (name, process) in running {
                let result = process.wait()
                #expect(result.code != 0, "\(name)")
                let said = result.output + result.errors
                #expect(!said.contains("Qx"), "\(address): \(name): \(said)")
            }
        }
    }
}
