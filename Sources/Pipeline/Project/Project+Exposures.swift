internal import Foundation
import Hashing

extension Project {
    /// Resolves what exposures use.
    mutating func connectExposures() throws(PipelineError) {
        for place in exposures.indices {
            let exposure = exposures[place]
            do {
                var parents: [String] = []
                for reference in exposure.references {
                    parents.append(try id(of: reference.target, for: exposure.package))
                }
                for metric in exposure.metrics { parents.append(try id(ofMetric: metric)) }
                exposures[place].parents = unique(parents)
            } catch {
                throw error.located(
                    file: exposure.file, line: exposure.line, node: exposure.name)
            }
        }
    }

    /// The SHA-256 of a node's file, hexadecimal, by which dbt tells whether it has changed: of
    /// a seed without the blanks at its ends, of SQL with one space for any run of blanks.
    ///
    /// - Throws: code `.file` for a seed whose file has gone.
    public func checksum(of node: Node) throws(PipelineError) -> String {
        if node.kind == .seed {
            let text = try ProjectFiles(directory: directory, folders: []).read(node.file)
            return SHA256.hexadecimal(text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        let words = node.code.split(whereSeparator: \.isWhitespace)
        return SHA256.hexadecimal(words.joined(separator: " "))
    }
}

extension Reference.Target {
    /// The same for readers outside.
    var use: Use {
        switch self {
        case .node(let name, let package): .ref(name: name, package: package)
        case .source(let group, let table): .source(group, table: table)
        }
    }
}
