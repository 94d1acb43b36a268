import Foundation
import Testing

@testable import PostgreSQL

/// No form of an address shows a byte of its password, right or wrong.
@Suite struct SecrecyTests {
    /// What every generated password is made of, so that any part of it is recognised.
    static let mark = "Qx"

    /// `Qx1@Qx2/Qx3`
    static func password(_ random: inout some RandomNumberGenerator) -> String {
        let signs = Array("@:/?#%[]&= '\"\\,;+.~é$!|{}^`<>*()-_")
        return (0..<Int.random(in: 1...4, using: &random)).map { _ in
            "\(mark)\(Int.random(in: 0...99, using: &random))"
                + String(signs.randomElement(using: &random)!)
        }.joined() + "\(mark)z"
    }

    static func addresses(_ password: String) -> [String] {
        let encoded = password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let quoted = password.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        return [
            "postgres://ada:\(password)@127.0.0.1:1/shop",
            "postgres://ada:\(encoded)@127.0.0.1:1/shop",
            "postgresql://ada:\(password)@127.0.0.1:1", "postgres://:\(password)@127.0.0.1:1/shop",
            "postgres://ada:\(password)@127.0.0.1:1,127.0.0.1:2/shop",
            "postgres://ada:\(password)@/shop", "postgres://ada:\(password)@",
            "POSTGRES://ada:\(password)@127.0.0.1:1/shop",
            " postgres://ada:\(password)@127.0.0.1:1/",
            "postgresql+psycopg://ada:\(password)@127.0.0.1:1/shop",
            "mysql://ada:\(password)@127.0.0.1:1/shop", "postgres:/ada:\(password)@127.0.0.1/shop",
            "postgres:ada:\(password)@127.0.0.1/shop", "ada:\(password)@127.0.0.1/shop",
            "jdbc:postgresql://127.0.0.1:1/shop?user=ada&password=\(password)",
            "postgres://127.0.0.1:1/shop?password=\(password)",
            "postgres://127.0.0.1:1/shop?user=ada&password=\(encoded)&sslmode=disable",
            "postgres://127.0.0.1:1/shop?passwrod=\(password)",
            "postgres://h:1/shop?sslmode=\(password)",
            "postgres://127.0.0.1:1/shop?options=-c%20my.key%3D\(encoded)",
            "postgres://127.0.0.1:1/shop?sslpassword=\(encoded)",
            "postgres://127.0.0.1:1/postgres://ada:\(password)@h/x",
            "host=127.0.0.1 port=1 user=ada password=\(password) dbname=shop",
            "host=127.0.0.1 port=1 user=ada password='\(quoted)' dbname=shop",
            "password='\(quoted)' host=127.0.0.1 port=1", "host=127.0.0.1 password = \(password)",
            "host=127.0.0.1 port=1 password='\(password)", "host=127.0.0.1 \(password)",
            "host=127.0.0.1 port=1 dbname='postgres://ada:\(quoted)@h/x'",
            "host=127.0.0.1 port=1 options='-c my.key=\(quoted)'",
        ]
    }

    @Test(arguments: 0..<60)
    func noAddressShowsItsPassword(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for address in Self.addresses(Self.password(&random)) {
            var said = [ConnectionConfiguration.shown(address)]
            do throws(PostgreSQLError) {
                let configuration = try ConnectionConfiguration(address)
                said += ["\(configuration)", "\([configuration])"]
                var dump = ""
                Swift.dump(configuration, to: &dump)
                said.append(dump)
                // Nobody listens there.
                if configuration.hosts.allSatisfy({ $0.name == "127.0.0.1" && $0.port ?? 0 < 3 }),
                    !configuration.hosts.isEmpty, seed < 8
                {
                    try BlockingConnection(configuration).close()
                }
            } catch {
                said += ["\(error)", error.message, error.hint ?? "", "\(error as any Error)"]
            }
            for text in said { #expect(!text.contains(Self.mark), "\(address): \(text)") }
        }
    }

    @Test func whatLibpqAndTheServerRepeatIsLeftOut() {
        let said = [
            "FATAL:  invalid value for parameter \"statement_timeout\": \"Qx1\"",
            "FATAL:  unrecognized configuration parameter \"my.Qx1\"",
            "FATAL:  invalid command-line argument for server process: Qx1",
            "missing \"=\" after \"Qx1\" in connection info string",
            "invalid integer value \"Qx1\" for connection option \"keepalives\"",
            "password authentication failed for user Qx1y",
        ]
        for text in said {
            let error = PostgreSQLError.connecting(text, to: "postgres://h/db", hiding: ["Qx1y"])
            #expect(!error.description.contains(Self.mark), "\(error)")
        }
    }

    @Test(arguments: [
        ("postgres://u:p@ss@h/db", "percent-encoded"), ("postgres://u:p/s@h/db", "percent-encoded"),
        ("postgres://h/db?sslmod=require", "sslmode"),
        ("postgres://h/db?conect_timeout=3", "connect_timeout"),
        ("dbname=postgres://h/db", "dbname"),
    ])
    func whatIsWrongIsStillSaid(_ address: String, _ says: String) {
        let error = #expect(throws: PostgreSQLError.self) { try ConnectionConfiguration(address) }
        #expect(error?.description.contains(says) ?? false, "\(error.map { "\($0)" } ?? "")")
    }

    @Test func wordsThatAreNoAddressesAreShownAsTheyAre() {
        #expect(ConnectionConfiguration.shown("host=h password=a://b") == "postgres://h/")
        for word in ["migrations", "a/b.sql", "x=y.sql", "notes: 3", "ada@example.org"] {
            #expect(ConnectionConfiguration.shown(word) == word)
        }
        #expect(
            ConnectionConfiguration.shown("postgres://u:secret@h:3/db") == "postgres://u@h:3/db")
    }
}

/// SplitMix64.
private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
