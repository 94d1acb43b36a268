import Foundation
import Hashing

/// The forms in which whoever repeats a memory gives its words back: as they are, without blanks or
/// quotation marks around them, with or without a full stop.
enum EchoForms {
    /// SHA-256 of each, that of the words as they are first.
    static func hashes(of content: String) -> [String] {
        var seen: Set<String> = []
        return forms(of: content).map { SHA256.hexadecimal($0) }.filter { seen.insert($0).inserted }
    }

    private static func forms(of content: String) -> [String] {
        let trimmed = content.trimmingCharacters(in: .whitespacesAndNewlines)
        let bare = trimmed.trimmingCharacters(in: quotes).trimmingCharacters(in: .whitespaces)
        let open = bare.hasSuffix(".") && !bare.hasSuffix("..") ? String(bare.dropLast()) : bare
        return [content, trimmed, bare, open, open + "."]
    }

    private static let quotes = CharacterSet(charactersIn: "\"'“”„‘’«»`")
}
