public import Foundation
import Jinja

/// What is said to a language model before each kind of question: the prompts of the sleep project,
/// and texts of the user's own in their place.
///
/// A text of one's own is a file `memory.md`, `episode.md`, `fact.md` or `semantic.md`.
public struct Prompts: Sendable {
    /// A prompt, and where it is from.
    public struct Prompt: Sendable {
        public let question: SleepQuestion
        public let text: String
        /// The user's own file; nil for the one that is shipped.
        public let file: URL?
    }

    /// The longest prompt in bytes.
    static let limit = 64 * 1024

    /// The user's own, by what they ask for.
    private(set) var own: [SleepQuestion: Prompt] = [:]

    init() {}

    /// Reads the folder of a home, where there is one, and the folder that `dormouse.yml` names,
    /// whose prompts count before those of the home.
    ///
    /// - Throws: `invalidInput` for a named folder that is not there, a file whose name is no
    ///   question's, or a text that cannot serve.
    public init(home: Home, named: URL?) throws(MemoryError) {
        if FileManager.default.fileExists(atPath: home.promptFolder.path) {
            try read(home.promptFolder)
        }
        if let named { try read(named) }
    }

    /// All of them: the user's own where there is one, else the one that is shipped.
    ///
    /// - Throws: `sleepFailed` where the sleep project is not there.
    public func all() throws(MemoryError) -> [Prompt] {
        var all: [Prompt] = []
        for question in SleepQuestion.allCases {
            if let prompt = own[question] {
                all.append(prompt)
            } else {
                let text = try Self.shipped(question)
                all.append(Prompt(question: question, text: text, file: nil))
            }
        }
        return all
    }

    private mutating func read(_ folder: URL) throws(MemoryError) {
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw MemoryError(
                .invalidInput, "the folder of prompts \(folder.path) cannot be read: is it there?")
        }
        for file in files.sorted() where file.hasSuffix(".md") && file != "README.md" {
            let path = folder.appending(path: file)
            guard let question = SleepQuestion(rawValue: String(file.dropLast(3))) else {
                let names = SleepQuestion.allCases.map { $0.rawValue + ".md" }.joined(
                    separator: ", ")
                throw MemoryError(
                    .invalidInput, "\(path.path) is the prompt of no question. There are \(names)")
            }
            own[question] = Prompt(question: question, text: try Self.text(of: path), file: path)
        }
    }

    private static func text(of path: URL) throws(MemoryError) -> String {
        guard let data = try? Data(contentsOf: path) else {
            throw MemoryError(.invalidInput, "the prompt \(path.path) cannot be read")
        }
        guard data.count <= limit else {
            throw MemoryError(
                .invalidInput, "the prompt \(path.path) has \(data.count) bytes, more than \(limit)"
            )
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw MemoryError(.invalidInput, "the prompt \(path.path) is not UTF-8")
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty, !trimmed.contains("\0") else {
            throw MemoryError(
                .invalidInput,
                "the prompt \(path.path) is empty. Write one, or remove it to use the shipped one")
        }
        return trimmed
    }

    /// The text that the macro of the sleep project gives.
    private static func shipped(_ question: SleepQuestion) throws(MemoryError) -> String {
        let file = try SleepProject.shipped().appending(path: "prompts/\(question.rawValue).sql")
        let macro = "\(question.rawValue)_prompt"
        let text: String?
        do {
            text = try Environment().template(String(contentsOf: file, encoding: .utf8))
                .macro(macro, in: Context())?.call().string
        } catch {
            throw MemoryError(.sleepFailed, "\(file.path) cannot be read: \(error)")
        }
        guard let text else {
            throw MemoryError(.sleepFailed, "\(file.path) has no macro \(macro); install it again")
        }
        return text
    }
}
