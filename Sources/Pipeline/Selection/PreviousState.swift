public import Foundation
internal import JSON

/// The artifacts of an earlier run: `manifest.json` and, where it is there, `run_results.json`.
public struct PreviousState: Sendable {
    /// Resources of the earlier manifest by id.
    let resources: [String: JSON]
    /// The texts of the earlier macros by id; those of dbt itself are left out.
    let macros: [String: String]
    /// How nodes ended, by id; nil without `run_results.json`.
    let results: [String: String]?

    /// Reads the artifacts in a folder.
    ///
    /// - Throws: code `.file` where there is no manifest, or one of them cannot be read.
    public init(directory: URL) throws(PipelineError) {
        let manifest = try Self.read("manifest.json", in: directory)
        results = try Self.read("run_results.json", in: directory).map { document in
            var results: [String: String] = [:]
            for result in document["results"]?.array ?? [] {
                guard let id = result["unique_id"]?.string else { continue }
                results[id] = result["status"]?.string
            }
            return results
        }
        guard let manifest else {
            throw PipelineError(
                .file, "there is no manifest.json in \(directory.path)",
                hint: "--state names the folder of artifacts of an earlier run, not of this one.")
        }
        var resources: [String: JSON] = [:]
        for section in [
            "nodes", "sources", "exposures", "unit_tests", "semantic_models", "metrics",
            "saved_queries",
        ] {
            for entry in manifest[section]?.object?.entries ?? [] {
                resources[entry.key] = entry.value
            }
        }
        self.resources = resources
        var macros: [String: String] = [:]
        for entry in manifest["macros"]?.object?.entries ?? [] {
            let package = entry.value["package_name"]?.string ?? ""
            if MacroLibrary.isBuiltIn(package) { continue }
            macros[entry.key] = entry.value["macro_sql"]?.string
        }
        self.macros = macros
    }

    private static func read(_ name: String, in directory: URL) throws(PipelineError) -> JSON? {
        let url = directory.appending(path: name)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        guard let data = try? Data(contentsOf: url) else {
            throw PipelineError(.file, "the file cannot be read", file: url.path)
        }
        do {
            return try JSON.parse(Array(data))
        } catch {
            throw PipelineError(.file, "the file is no JSON: \(error)", file: url.path)
        }
    }
}

extension MacroLibrary {
    /// Whether a package is dbt's own: what differs there is a matter of versions.
    static func isBuiltIn(_ package: String) -> Bool {
        package == builtIn || package == "dbt_duckdb"
    }
}
