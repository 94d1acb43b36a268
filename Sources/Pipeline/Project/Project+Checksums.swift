internal import Foundation
internal import Hashing

extension Project {
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
        // A snapshot is told by its whole file, which may hold others too.
        let text = node.kind == .snapshot ? text(ofFile: node.file) : nil
        return Self.checksum(ofWords: text ?? node.code)
    }

    /// The same of the file that holds a package's hooks.
    func checksum(ofHooksOf package: Package) -> String {
        Self.checksum(ofWords: text(ofFile: package.prefix + ProjectFile.fileName) ?? "")
    }

    private func text(ofFile path: String) -> String? {
        try? String(contentsOf: Package.url(of: path, in: directory), encoding: .utf8)
    }

    private static func checksum(ofWords text: String) -> String {
        SHA256.hexadecimal(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }
}
