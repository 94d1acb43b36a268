internal import CEvent
import Synchronization

/// The certificate that a server shows, and its key. It can be read again while the server runs.
///
/// TLS 1.2 and 1.3 are spoken, and inside it HTTP/1.1.
public final class TLSIdentity: Sendable {
    /// PEM: the certificate, then those that lead to its root.
    public let certificateFile: String
    /// PEM, without a passphrase.
    public let keyFile: String
    private let context: Mutex<Context>

    /// - Throws: `certificate` where the files cannot be used.
    public init(certificateFile: String, keyFile: String) throws(ServerError) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        context = Mutex(try Context(certificateFile, keyFile))
    }

    /// Reads both files again. New connections get the new certificate, open ones stay. Where the
    /// files cannot be used, nothing changes.
    public func reload() throws(ServerError) {
        let fresh = try Context(certificateFile, keyFile)
        context.withLock { $0 = fresh }
    }

    /// What one connection speaks by; owned by the caller.
    func session() -> OpaquePointer? {
        // The session keeps the context's contents by a count of its own.
        context.withLock { SSL_new($0.handle) }
    }

    /// Owns a context of OpenSSL.
    private final class Context: @unchecked Sendable {
        // Sendable: it is not changed once it is made, and OpenSSL counts references by atomics.
        let handle: OpaquePointer

        init(_ certificateFile: String, _ keyFile: String) throws(ServerError) {
            guard let handle = SSL_CTX_new(TLS_server_method()) else {
                throw ServerError(.certificate, "OpenSSL does not start: \(Self.reason())")
            }
            self.handle = handle
            _ = cevent_tls_least_version(handle)
            cevent_tls_no_renegotiation(handle)
            _ = cevent_tls_release_buffers(handle)
            cevent_tls_http_only(handle)
            ERR_clear_error()
            guard SSL_CTX_use_certificate_chain_file(handle, certificateFile) == 1 else {
                throw ServerError(
                    .certificate,
                    "the certificate \(certificateFile) cannot be used: \(Self.reason()). It has to "
                        + "be PEM, the server's own first")
            }
            guard SSL_CTX_use_PrivateKey_file(handle, keyFile, SSL_FILETYPE_PEM) == 1,
                SSL_CTX_check_private_key(handle) == 1
            else {
                throw ServerError(
                    .certificate,
                    "the key \(keyFile) cannot be used: \(Self.reason()). It has to be PEM, without "
                        + "a passphrase, and to belong to \(certificateFile)")
            }
        }

        deinit { SSL_CTX_free(handle) }

        private static func reason() -> String {
            let code = ERR_get_error()
            ERR_clear_error()
            guard code != 0, let text = ERR_reason_error_string(code) else {
                return "unknown error"
            }
            return String(cString: text)
        }
    }
}
