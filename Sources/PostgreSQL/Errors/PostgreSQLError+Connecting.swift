extension PostgreSQLError {
    /// What is wrong, from what libpq says when it cannot connect: there is no SQLSTATE then.
    ///
    /// - Parameters:
    ///   - server: where, without the password.
    ///   - secrets: what may not be repeated.
    static func connecting(_ said: String, to server: String, hiding secrets: [String] = [])
        -> PostgreSQLError
    {
        var said = said.trimmedLine
        // What was given in the URL is repeated where it is wrong.
        if repeating.contains(where: said.contains) { said = Redaction.withoutQuoted(said) }
        for secret in secrets { said = said.replacing(secret, with: "…") }
        for (signs, code, what, hint) in diagnoses
        where signs.contains(where: { said.contains($0) }) {
            return PostgreSQLError(code, "\(what) (\(server)): \(said)", hint: hint)
        }
        return PostgreSQLError(.connectionFailed, "cannot connect to \(server): \(said)")
    }

    /// Messages that quote options of the connection and their values.
    private static let repeating = [
        "configuration parameter", "value for parameter", "command-line argument",
        "connection option", "startup parameter", "connection info string", "connection string",
        "invalid integer value", "URI",
    ]

    /// Signs in libpq's and the server's words; the first that fits is taken.
    private static let diagnoses: [([String], Code, String, String)] = [
        (
            ["unsupported startup parameter"], .pooled,
            "a pooler stands before the server, and takes no options",
            "unset PGOPTIONS, or let the pooler pass it by: ignore_startup_parameters = options"
        ),
        (
            ["too many connections", "too many clients", "remaining connection slots"],
            .tooManyConnections, "the server takes no more connections",
            "raise max_connections, or the CONNECTION LIMIT of the role or database; or lower the "
                + "limits of the pools"
        ),
        (
            [
                "the database system is starting up", "the database system is shutting down",
                "in recovery mode", "not yet accepting",
            ], .serverNotReady, "the server is not ready", "try again in a moment"
        ),
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
            ["permission denied for database"], .authorization,
            "the role may not connect to the database", "GRANT CONNECT ON DATABASE … TO the role"
        ),
        (
            ["not permitted to log in"], .authorization, "the role may not log in",
            "ALTER ROLE … LOGIN"
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
            ["server closed the connection unexpectedly", "Connection reset"], .connectionLost,
            "the server hung up", "see the server's log"
        ),
    ]
}
