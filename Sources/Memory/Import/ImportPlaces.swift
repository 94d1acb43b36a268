import Foundation
import Hashing

/// Gives what an import tells its place, so that of several that are the same each is kept, the same
/// file again adds nothing, and one that has grown adds what is new.
///
/// Where a line carries a certain time, this and who said what in which session are enough, and
/// lines that are the same even so are counted. Where it carries none, the file counts too: two
/// chats may both hold a "yes". A file is known again by its name or, copied or renamed, by what is
/// in it.
struct ImportPlaces {
    /// Lines that two files of different names must share to be taken for the same talk.
    static let fewestSharedLines = 3

    /// The last part of the path of the file; nil where each memory's session is its file.
    let file: String?

    init(file: String, format: ImportFormat) {
        self.file = format == .jsonl || format == .conversation ? file : nil
    }

    /// - Parameter kept: looks up the files that are kept, and how much of each is told again.
    func assign(
        _ drafts: inout [MemoryDraft],
        kept: ([UntimedLine: Int]) throws(MemoryError) -> [KeptFile]
    ) throws(MemoryError) {
        let hashes = drafts.map { SHA256.hexadecimal($0.content) }
        try nameFiles(&drafts, hashes, kept)
        var seen: [Same: Int] = [:]
        for at in drafts.indices where !drafts[at].keepsOriginID {
            let draft = drafts[at]
            let same = Same(
                line: line(draft, hashes[at]), time: draft.time.isCertain ? draft.time : nil,
                file: draft.sourceFile)
            drafts[at].occurrence = seen[same, default: 0]
            seen[same, default: 0] += 1
        }
    }

    /// All that two memories of one import can have in common.
    private struct Same: Hashable {
        var line: UntimedLine
        var time: MemoryDraft.EventTime?
        var file: String?
    }

    private func nameFiles(
        _ drafts: inout [MemoryDraft], _ hashes: [String],
        _ kept: ([UntimedLine: Int]) throws(MemoryError) -> [KeptFile]
    ) throws(MemoryError) {
        guard let file else { return }
        let untimed = drafts.indices.filter {
            !drafts[$0].time.isCertain && !drafts[$0].keepsOriginID
        }
        if untimed.isEmpty { return }
        var lines: [UntimedLine: Int] = [:]
        for at in untimed { lines[line(drafts[at], hashes[at]), default: 0] += 1 }
        let files = Dictionary(grouping: try kept(lines), by: \.namespace)
        var names: [String: String] = [:]
        for at in untimed {
            let namespace = drafts[at].namespace
            let name = names[namespace] ?? Self.name(of: file, among: files[namespace] ?? [])
            names[namespace] = name
            drafts[at].sourceFile = name
        }
    }

    private func line(_ draft: MemoryDraft, _ hash: String) -> UntimedLine {
        UntimedLine(
            namespace: draft.namespace, sessionID: draft.sessionID, contentHash: hash,
            speaker: draft.speaker, role: draft.role)
    }

    /// The name that tells this file from others, also of the same name: the one it was told under
    /// before, else its own.
    static func name(of file: String, among kept: [KeptFile]) -> String {
        func isNamesake(_ other: KeptFile) -> Bool {
            other.name == file || other.name.hasPrefix(file + "#")
        }
        let same = kept.filter { other in
            // Of its own name half of it is enough: files are edited. Of another name all of it is
            // here: a copy, or one that has grown.
            isNamesake(other)
                ? other.shared * 2 >= other.lines
                : other.shared == other.lines && other.shared >= fewestSharedLines
        }
        let best = same.max { left, right in
            (left.shared, isNamesake(left) ? 1 : 0, right.name)
                < (right.shared, isNamesake(right) ? 1 : 0, left.name)
        }
        if let best { return best.name }
        let taken = Set(kept.map(\.name))
        if !taken.contains(file) { return file }
        var number = 2
        while taken.contains("\(file)#\(number)") { number += 1 }
        return "\(file)#\(number)"
    }
}

extension MemoryDraft.EventTime {
    /// Whether it is a part of the identity.
    var isCertain: Bool {
        switch self {
        case .stated, .now: true
        case .inferred, .unknown: false
        }
    }
}
