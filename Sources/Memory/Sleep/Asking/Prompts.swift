import Foundation

/// The user's own prompts: a folder of files `memory.md`, `episode.md`, `fact.md`, `semantic.md`,
/// each in the place of the prompt of that name in the sleep project.
struct Prompts: Sendable, Equatable {
    /// The longest prompt in bytes.
    static let limit = 64 * 1024

    /// The texts by what they ask for; what is missing is asked as shipped.
    private(set) var texts: [SleepQuestion: String] = [:]

    init() {}

    /// Reads a folder; one that is not there holds none.
    ///
    /// - Throws: `invalidInput` for a file whose name is no question's, or whose text cannot serve.
    init(folder: URL) throws(MemoryError) {
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            return
        }
        for file in files.sorted() where file.hasSuffix(".md") && file != "README.md" {
            let path = folder.appending(path: file)
            guard let question = SleepQuestion(rawValue: String(file.dropLast(3))) else {
                let names = SleepQuestion.allCases.map { $0.rawValue + ".md" }.joined(
                    separator: ", ")
                throw MemoryError(
                    .invalidInput, "\(path.path) is the prompt of no question. There are \(names)")
            }
            texts[question] = try Self.read(path)
        }
    }

    private static func read(_ path: URL) throws(MemoryError) -> String {
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
}
