public import Foundation

extension PipelineError {
    /// This error with the lines of the file it names: of a template's or YAML file's error the
    /// place itself; of a statement's error the line of the template beside the SQL it has.
    ///
    /// - Parameter directory: the folder that ``file`` is relative to.
    public func showingSource(in directory: URL) -> PipelineError {
        guard let file, let line, !file.hasPrefix("/"), !file.hasPrefix("-"),
            var text = try? String(contentsOf: directory.appending(path: file), encoding: .utf8)
        else { return self }
        var error = self
        let name = file.split(separator: "/").last ?? ""
        if name == ProfileText.fileName { text = ProfileText.withoutSecrets(text) }
        if let excerpt {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            guard lines.indices.contains(line - 1) else { return self }
            let own = lines[line - 1].drop(while: \.isWhitespace).prefix(60)
            error.excerpt = "  \(name):\(line) | \(own)\n\(excerpt)"
        } else {
            error.excerpt = SQLExcerpt.around(line, column: column, in: text)
        }
        return error
    }
}
