extension PostgreSQLError {
    /// What is wrong, from what libpq says when it cannot connect: there is no SQLSTATE then.
    ///
    /// - Parameter server: where, without the password.
    static func connecting(_ said: String, to server: String) -> PostgreSQLError {
        let said = said.trimmedLine
        for (signs, code, what, hint) in diagnoses
        where signs.contains(where: { said.contains($0) }) {
            return PostgreSQLError(code, "\(what) (\(server)): \(said)", hint: hint)
        }
        return PostgreSQLError(.connectionFailed, "cannot connect to \(server): \(said)")
    }

    /// Signs in libpq's and the server's words; the first that fits is taken.
    private static let diagnoses: [([String], Code, String, String)] = [
        (
            ["could not translate host name", "Name or service not known"], .hostNotFound,
            "the host's name is not known", "check the host in the URL, and the machine's DNS"
        ),
        (
            ["Connection refused"], .connectionRefused, "nobody listens there",
            "check the port, and that the server runs and listens on this address"
        ),
        (
            ["No such file or directory"], .connectionRefused, "there is no server at this socket",
            "check that the server runs and where its unix_socket_directories are, or name a host"
        ),
        (
            ["No route to host", "Network is unreachable", "Host is down"], .hostUnreachable,
            "the host cannot be reached", "check the address, the network and its firewalls"
        ),
        (
            ["timeout expired", "Connection timed out"], .connectTimeout,
            "the host did not answer in time", "check the address, the network and its firewalls"
        ),
        (
            [
                "password authentication failed", "no password supplied",
                "SCRAM authentication failed", "authentication failed for user",
            ], .password, "the user or the password is wrong",
            "check both; special characters of a password are percent-encoded in a URL"
        ),
        (
            ["certificate", "SSL error", "does not support SSL", "SSL connection has been closed"],
            .tls, "no trusted encrypted connection could be made",
            "check sslmode and sslrootcert; verify-full wants the host's name in the certificate"
        ),
        (
            ["no pg_hba.conf entry", "pg_hba.conf rejects"], .authorization,
            "the server does not let this user in from here",
            "add a line to pg_hba.conf, or use TLS (sslmode=require) where it asks for it"
        ),
        (
            ["database \"", "database «", "Datenbank »"], .databaseNotFound,
            "the database cannot be used", "check its name; create it with createdb"
        ),
        (
            ["role \""], .authorization, "the role cannot be used",
            "check the user's name, and that it may log in"
        ),
        (
            ["too many connections", "too many clients", "remaining connection slots"],
            .tooManyConnections, "the server takes no more connections",
            "raise max_connections, or lower the limits of the pools"
        ),
        (
            ["starting up", "shutting down", "in recovery mode", "not yet accepting"],
            .serverNotReady, "the server is not ready", "try again in a moment"
        ),
        (
            ["server closed the connection unexpectedly", "Connection reset"], .connectionLost,
            "the server hung up", "see the server's log"
        ),
    ]
}
