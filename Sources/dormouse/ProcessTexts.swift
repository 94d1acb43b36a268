import Arguments
import Foundation

/// What the process was called with. Bytes that are not UTF-8 are refused: Swift would repair them,
/// and two different names of a namespace or a file would become one.
enum ProcessTexts {
    /// The command line, the program's name first.
    static func arguments() throws(UsageError) -> [String] {
        var texts: [String] = []
        for index in 0..<Int(CommandLine.argc) {
            guard let bytes = CommandLine.unsafeArgv[index] else { break }
            guard let text = String(validatingCString: bytes) else {
                throw UsageError(
                    .invalidValue,
                    "argument \(index) ('\(String(cString: bytes))') is not UTF-8",
                    suggestion: "convert it first, for example with: iconv -f latin1 -t utf-8")
            }
            texts.append(text)
        }
        return texts
    }

    /// The environment. A variable that is not UTF-8 is refused where the program itself reads it,
    /// and is not there otherwise.
    static func environment() throws(UsageError) -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let bytes = entry.pointee {
            entry += 1
            let repaired = String(cString: bytes)
            let name = String(repaired.prefix { $0 != "=" })
            guard let text = String(validatingCString: bytes) else {
                if own.contains(where: name.hasPrefix) {
                    throw UsageError(
                        .invalidValue, "the environment variable \(name) is not UTF-8")
                }
                continue
            }
            if variables[name] == nil { variables[name] = String(text.dropFirst(name.count + 1)) }
        }
        return variables
    }

    /// How the names begin that the program reads.
    private static let own = [
        "DORMOUSE_", "POSTGRES_", "PG", "OLLAMA_", "OPENAI_", "ANTHROPIC_", "HOME", "DBT_", "XDG_",
    ]
}
