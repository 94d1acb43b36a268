import Foundation

/// The certificate of a private server, signed by itself.
enum Certificate {
    /// Writes `server.crt` and `server.key` for `localhost` and 127.0.0.1.
    static func make(in folder: URL, for account: ServerAccount) throws {
        let key = folder.appending(path: "server.key")
        let certificate = folder.appending(path: "server.crt")
        try ChildProcess.output(
            "/usr/bin/env",
            [
                "openssl", "req", "-new", "-x509", "-days", "30", "-nodes", "-newkey", "rsa:2048",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-out", certificate.path, "-keyout", key.path,
            ])
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        try account.own(key)
    }
}
