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
        if let named = environment["DORMOUSE_DUCKDB_EXTENSIONS"], !named.isEmpty { return named }
        return find("lib/dormouse/extensions", holding: ".")
            ?? find("lib/duckdb/extensions", holding: ".")
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
