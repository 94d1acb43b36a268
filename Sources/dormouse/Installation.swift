import Foundation

/// Where the program finds what came with it.
enum Installation {
    /// The folder of the embedding model: `DORMOUSE_MODEL_DIR`, else beside the program as
    /// installed, else in the checkout it was built in.
    static func modelDirectory(_ environment: [String: String]) -> String? {
        if let named = environment["DORMOUSE_MODEL_DIR"], !named.isEmpty { return named }
        return find("share/dormouse/model", holding: "model.onnx")
    }

    /// Where bootstrap puts a PostgreSQL server, for scratch databases.
    static var postgresFolders: [URL] {
        find("pg", holding: "bin/postgres").map { [URL(fileURLWithPath: $0)] } ?? []
    }

    /// The folder of DuckDB's extensions: `DORMOUSE_DUCKDB_EXTENSIONS`, else beside the program as
    /// installed, else in the checkout it was built in; nil for DuckDB's own.
    static func extensionDirectory(_ environment: [String: String]) -> String? {
        if let named = environment["DORMOUSE_DUCKDB_EXTENSIONS"], !named.isEmpty {
            return extensionRoot(of: named)
        }
        return find("lib/dormouse/extensions", holding: ".")
            ?? find("lib/duckdb/extensions", holding: ".")
    }

    /// The folder that DuckDB wants to be named, which holds `VERSION/PLATFORM/*.duckdb_extension`,
    /// where the one above it is named, or one inside; else what is named.
    static func extensionRoot(of named: String) -> String {
        let folder = URL(fileURLWithPath: named, isDirectory: true).standardizedFileURL
        let above = folder.deletingLastPathComponent()
        let candidates = [
            folder, folder.appending(path: "extensions"), above, above.deletingLastPathComponent(),
        ]
        let files = FileManager.default
        func inside(_ folder: URL) -> [URL] {
            let names = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
            return names.map { folder.appending(path: $0) }
        }
        let root = candidates.first { candidate in
            inside(candidate).flatMap(inside).flatMap(inside)
                .contains { $0.pathExtension == "duckdb_extension" }
        }
        return root?.path ?? named
    }

    /// Looks for a folder under each folder above the program, and in the checkout's prefix there.
    private static func find(_ path: String, holding file: String) -> String? {
        var folder = program.deletingLastPathComponent()
        for _ in 0..<6 {
            for candidate in [folder, folder.appending(path: ".prefix")] {
                let found = candidate.appending(path: path)
                if FileManager.default.fileExists(atPath: found.appending(path: file).path) {
                    return found.path
                }
            }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }

    /// The program's own file, links followed.
    static var program: URL {
        let path = Bundle.main.executablePath ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: path).resolvingSymlinksInPath()
    }
}
