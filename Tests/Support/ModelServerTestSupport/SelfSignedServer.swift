package import Foundation

/// A server over TLS whose certificate nobody signed but itself.
package struct SelfSignedServer: Sendable {
    private let process: ServerProcess
    package let url: String
    /// The certificate that a client has to trust.
    package let certificate: String

    /// - Parameter folder: where its key and certificate are written.
    package init(in folder: URL) throws {
        let key = folder.appending(path: "key.pem").path
        certificate = folder.appending(path: "certificate.pem").path
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out", certificate,
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        let (process, port) = try ServerProcess.start(
            "Tests/Support/ModelServerTestSupport/tls_server.py", [certificate, key]
        ) { Int($0) != nil }
        self.process = process
        url = "https://127.0.0.1:\(port)"
    }
}
