internal import Foundation
internal import Jinja

/// The texts of `{% docs name %}` blocks, by package and name.
struct Docs: Sendable {
    /// The name of the project that is run.
    let root: String
    private var texts: [String: [String: String]] = [:]
    /// All blocks in the order they were read.
    private(set) var blocks: [Block] = []

    /// A block as it is written.
    struct Block: Sendable {
        let package: String
        let name: String
        let text: String
        /// From the folder of the package.
        let file: String
    }

    init(root: String) { self.root = root }

    /// Takes in the blocks of a package's Markdown files.
    mutating func add(_ files: ProjectFiles, of package: String) throws(PipelineError) {
        for path in files.paths where path.hasSuffix(".md") {
            let text = try files.read(path)
            for match in text.matches(
                of: /\{%-?\s*docs\s+(\w+)\s*-?%\}([\s\S]*?)\{%-?\s*enddocs\s*-?%\}/)
            {
                let name = String(match.1)
                let line = text[..<match.range.lowerBound].count { $0.isNewline } + 1
                if texts[package]?[name] != nil {
                    throw PipelineError(
                        .duplicate, "the docs block '\(name)' is written twice", file: path,
                        line: line)
                }
                let content = try Self.rendered(String(match.2), file: path)
                    .trimmingCharacters(in: .whitespacesAndNewlines)
                texts[package, default: [:]][name] = content
                blocks.append(Block(package: package, name: name, text: content, file: path))
            }
        }
    }

    /// A block is a template that knows no names.
    private static func rendered(_ text: String, file: String) throws(PipelineError) -> String {
        guard TemplateEnvironment.isTemplate(text) else { return text }
        do {
            let template = try TemplateEnvironment.shared.template(text, name: file)
            return try template.render(in: Context([:], undefined: .lenient))
        } catch {
            throw PipelineError(error).located(file: file)
        }
    }

    /// A block as a text of `package` names it: its own, then the project's, then any package's.
    private func text(_ name: String, in wanted: String?, from package: String) -> String? {
        if let wanted { return texts[wanted]?[name] }
        if let text = texts[root]?[name] ?? texts[package]?[name] { return text }
        return texts.keys.sorted().lazy.compactMap { texts[$0]?[name] }.first
    }

    /// `doc(name)` and `doc(package, name)` for the texts of a package.
    func function(from package: String) -> Value {
        .function("doc") { (arguments) throws(JinjaError) in
            let names = arguments.positional.compactMap(\.string)
            guard (1...2).contains(names.count), let name = names.last else {
                throw JinjaError(.argument, "doc() takes one or two names: doc('package', 'name')")
            }
            let wanted = names.count == 2 ? names[0] : nil
            if let text = text(name, in: wanted, from: package) { return .string(text) }
            let message = "there is no docs block '\(name)'"
            throw JinjaError(
                .host, message,
                underlying: PipelineError(
                    .missingReference, message,
                    hint: suggestion(for: name, among: texts.values.flatMap(\.keys))))
        }
    }
}
