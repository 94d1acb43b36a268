public import Foundation

/// Where a server's programs lie: a folder with `bin/postgres` and `bin/initdb`.
public struct PostgresInstallation: Sendable, Hashable {
    public let folder: URL
    /// `18.6`.
    public let version: String

    /// Nil where there is no server in the folder.
    public init?(at folder: URL) {
        let programs = ["postgres", "initdb"].map { folder.appending(path: "bin/\($0)").path }
        guard programs.allSatisfy({ FileManager.default.isExecutableFile(atPath: $0) }),
            let text = try? ChildProcess.output(programs[0], ["--version"])
        else { return nil }
        self.folder = folder
        version =
            text.split(separator: " ").first { $0.first?.isNumber == true }
            .map { String($0).trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
    }

    /// The major version: 18.
    public var major: Int { Int(version.prefix { $0.isNumber }) ?? 0 }

    /// The first of: the named folders, those of Debian's packages (the newest first), the folder
    /// of `pg_config` or `postgres` on PATH.
    public static func find(
        in folders: [URL], environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> PostgresInstallation? {
        for folder in folders {
            if let found = PostgresInstallation(at: folder) { return found }
        }
        if let found = debian().first { return found }
        for path in (environment["PATH"] ?? "").split(separator: ":") {
            let program = URL(fileURLWithPath: String(path)).appending(path: "postgres")
            guard FileManager.default.isExecutableFile(atPath: program.path) else { continue }
            let bin = program.resolvingSymlinksInPath().deletingLastPathComponent()
            if let found = PostgresInstallation(at: bin.deletingLastPathComponent()) {
                return found
            }
        }
        return nil
    }

    /// What Debian's packages have installed, the newest first.
    public static func debian() -> [PostgresInstallation] {
        let root = URL(fileURLWithPath: "/usr/lib/postgresql")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return versions.compactMap { Int($0) }.sorted(by: >).compactMap {
            PostgresInstallation(at: root.appending(path: String($0)))
        }
    }

    /// The file of an extension's description, where the server has the extension.
    public func hasExtension(_ name: String) -> Bool {
        let places = [
            folder.appending(path: "share/extension"),
            URL(fileURLWithPath: "/usr/share/postgresql/\(major)/extension"),
        ]
        return places.contains {
            FileManager.default.fileExists(atPath: $0.appending(path: name + ".control").path)
        }
    }
}
