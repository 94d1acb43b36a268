import Foundation

/// As whom a private server runs: PostgreSQL refuses root.
struct ServerAccount: Sendable {
    /// Nil: as whoever runs this process.
    let user: (name: String, id: uid_t, group: gid_t)?

    static var suitable: ServerAccount {
        guard geteuid() == 0, let entry = getpwnam("nobody") else {
            return ServerAccount(user: nil)
        }
        return ServerAccount(user: ("nobody", entry.pointee.pw_uid, entry.pointee.pw_gid))
    }

    /// The command that runs a program under the account.
    func command(_ program: String, _ arguments: [String]) -> (String, [String]) {
        var clean = ["env", "-i", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC"]
        // Extensions that are clients too (postgres_fdw, dblink) would take the system's libpq.
        let libraries = URL(filePath: program).deletingLastPathComponent()
            .appending(path: "../lib").standardized
        if FileManager.default.fileExists(atPath: libraries.appending(path: "libpq.so.5").path) {
            clean.append("LD_LIBRARY_PATH=" + libraries.path)
        }
        clean.append(program)
        guard let user else { return ("/usr/bin/env", clean.dropFirst() + arguments) }
        return (
            "/usr/bin/setpriv",
            ["--reuid=\(user.id)", "--regid=\(user.group)", "--clear-groups"] + clean + arguments
        )
    }

    /// Gives a file or folder to the account.
    func own(_ file: URL) throws {
        guard let user else { return }
        guard chown(file.path, user.id, user.group) == 0 else {
            throw ChildProcess.Failure(
                description: "cannot give \(file.path) to \(user.name): "
                    + String(cString: strerror(errno)))
        }
    }

    /// The installation where the account can read it, and without the hidden extensions: itself,
    /// else a copy in the folder (30 MB).
    func reachable(
        _ installation: PostgresInstallation, hiding extensions: [String], in folder: URL
    ) throws -> PostgresInstallation {
        let hidden = extensions.filter { installation.hasExtension($0) }
        let program = installation.folder.appending(path: "bin/postgres").path
        let (test, arguments) = command("/usr/bin/test", ["-x", program])
        let isReachable = (try? ChildProcess.output(test, arguments)) != nil
        if hidden.isEmpty && isReachable { return installation }
        let copy = folder.appending(path: "pg")
        try ChildProcess.output(
            "/bin/cp", ["-RL", installation.folder.resolvingSymlinksInPath().path, copy.path])
        for name in hidden {
            try FileManager.default.removeItem(
                at: copy.appending(path: "share/extension/\(name).control"))
        }
        guard let found = PostgresInstallation(at: copy) else {
            throw ChildProcess.Failure(
                description: "\(installation.folder.path) does not work as a copy")
        }
        return found
    }
}
