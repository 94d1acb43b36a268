import Foundation
import ModelServerTestSupport
import Settings
import Testing

@testable import LanguageModels

/// Whose certificates are trusted.
@Suite struct TrustTests {
    private let folder: URL
    private let server: SelfSignedServer

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "dormouse-trust-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        server = try SelfSignedServer(in: folder)
    }

    private func models(_ environment: [String: String], _ yaml: String = "") async throws
        -> Swift.Result<[String], ModelError>
    {
        var environment = environment
        environment["OPENAI_BASE_URL"] = server.url
        let configuration = try ModelConfiguration(
            settings: try SettingsFile(
                text: yaml, sections: ["language_models"], environment: [:]),
            environment: environment)
        let gateway = Gateway(configuration)
        let client = try gateway.server(configuration.providers[0].name).client
        do throws(ModelError) {
            return .success(try await client.models(timeout: .seconds(20)))
        } catch { return .failure(error) }
    }

    @Test func aCertificateThatNobodyTrustsIsRefused() async throws {
        let error = try await models([:]).failure
        #expect(error?.code == .notConfigured)
        #expect(error?.message.contains("is not trusted") == true)
    }

    @Test(arguments: ["CURL_CA_BUNDLE", "SSL_CERT_FILE"])
    func theEnvironmentNamesWhomToTrust(_ variable: String) async throws {
        #expect(try await models([variable: server.certificate]).get() == ["echo"])
    }

    @Test func theSettingsNameWhomToTrustAndWinOverTheEnvironment() async throws {
        let all = "language_models:\n  ca_file: \(server.certificate)\n"
        #expect(try await models(["SSL_CERT_FILE": "/nowhere"], all).get() == ["echo"])
        let one = """
            language_models:
              ca_file: /nowhere
              providers:
                mine:
                  kind: openai
                  url: \(server.url)
                  ca_file: \(server.certificate)
            """
        #expect(try await models([:], one).get() == ["echo"])
    }

    @Test func aFileThatHoldsNoCertificatesIsNamed() async throws {
        let error = try await models(["SSL_CERT_FILE": "/nowhere.pem"]).failure
        #expect(error?.message.contains("/nowhere.pem holds no certificates") == true)
    }
}
