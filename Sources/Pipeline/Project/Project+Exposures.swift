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

    /// Whether a seed is larger than what dbt reads to tell whether it has changed: 1 MiB.
    func isLarge(_ node: Node) -> Bool {
        let path = Package.url(of: node.file, in: directory).path
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return (size ?? 0) > 1 << 20
    }

    /// The SHA-256 of a node's file, hexadecimal, by which dbt tells whether it has changed: of
    /// a seed its lines without the blanks at its ends, of SQL with one space for any run of blanks.
    ///
    /// - Throws: code `.file` for a seed whose file has gone.
    public func checksum(of node: Node) throws(PipelineError) -> String {
        if node.kind == .seed {
            guard let bytes = try? Data(contentsOf: Package.url(of: node.file, in: directory))
            else {
                throw PipelineError(.file, "the file cannot be read", file: node.file)
            }
            // What is no text fails when it is loaded, and with nothing else.
            guard let text = String(data: bytes, encoding: .utf8) else {
                return SHA256.hexadecimal(bytes.map { String($0, radix: 16) }.joined())
            }
            let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            return SHA256.hexadecimal(lines.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        // Of a snapshot in a properties file that file counts.
        let isInProperties = node.kind == .snapshot && !node.path.hasSuffix(".sql")
        let text =
            isInProperties
            ? try? String(
                contentsOf: Package.url(of: node.file, in: directory), encoding: .utf8) : nil
        let words = (text ?? node.code).split(whereSeparator: \.isWhitespace)
        return SHA256.hexadecimal(words.joined(separator: " "))
    }
}

extension Reference.Target {
    /// The same for readers outside.
    var use: Use {
        switch self {
        case .node(let name, let package, let version):
            .ref(name: name, package: package, version: version)
        case .source(let group, let table): .source(group, table: table)
        case .function(let name, let package): .function(name: name, package: package)
        }
    }
}
