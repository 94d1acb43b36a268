import Foundation
import Hashing
import JSON

/// The passages of two versions of a note, side by side.
struct PassagePairs {
    /// Drafts that are kept as they are.
    private(set) var same: [(Int, KeptPassage)] = []
    /// Drafts that stand where something else stood.
    private(set) var replaced: [(Int, KeptPassage)] = []
    /// What has no place any more, by the draft before it.
    private(set) var gone: [(Int, [KeptPassage])] = []
    /// What two passages have in common at least that are versions of one.
    private static let fewestWords = 0.3

    init(_ told: ToldNote, _ kept: KeptNote, _ drafts: [MemoryDraft]) {
        var new = Array(told.passages.indices)
        var old = Array(kept.passages.indices)
        var places = [Int](repeating: 0, count: kept.passages.count)
        func pair(_ isPair: (Int, Int) -> Bool, into pairs: inout [(Int, KeptPassage)]) {
            new.removeAll { at in
                guard let place = old.firstIndex(where: { isPair(at, $0) }) else { return false }
                let other = old.remove(at: place)
                places[other] = at
                pairs.append((told.passages[at], kept.passages[other]))
                return true
            }
        }
        func haveSameHeadings(_ at: Int, _ other: Int) -> Bool {
            told.texts[at].headings == kept.texts[other].headings
        }
        pair(
            { drafts[told.passages[$0]].isSame(as: kept.passages[$1].memory) }, into: &same)
        pair({ told.texts[$0].key == kept.texts[$1].key }, into: &replaced)
        pair(
            { haveSameHeadings($0, $1) && !told.texts[$0].headings.isEmpty }, into: &replaced)
        pair(
            {
                PassageText.likeness(told.texts[$0].words, kept.texts[$1].words)
                    >= Self.fewestWords
            }, into: &replaced)
        pair(haveSameHeadings, into: &replaced)
        // Each is replaced by what stands where the one before it stood.
        var last = 0
        var orphans: [Int: [KeptPassage]] = [:]
        for (place, passage) in kept.passages.enumerated() {
            if old.contains(place) {
                orphans[told.passages[last], default: []].append(passage)
            } else {
                last = places[place]
            }
        }
        gone = orphans.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension MemoryDraft {
    /// Whether a passage is kept as this draft has it.
    fileprivate func isSame(as memory: MemoryRecord) -> Bool {
        let isThen =
            switch time {
            case .stated(let moment): memory.timeSource == .stated && memory.occurredAt == moment
            default: memory.timeSource != .stated
            }
        func frontMatter(_ metadata: String?) -> String? {
            metadata.flatMap { try? JSON.parse($0) }?["front_matter"]?.text()
        }
        return isThen && memory.contentHash == SHA256.hexadecimal(content) && memory.tags == tags
            && frontMatter(memory.metadata) == frontMatter(metadata)
    }

    /// What it is in itself; for drafts whose time is not the moment of telling.
    var identity: MemoryIdentity {
        MemoryIdentity(
            namespace: namespace, session: sessionID, time: identityTime(toldAt: .earliest),
            contentHash: SHA256.hexadecimal(content), speaker: speaker, role: role,
            file: sourceFile, occurrence: occurrence)
    }

    /// Links lead to where a note is known, whatever its file is called now.
    ///
    /// - Parameter sessions: by the paths of now.
    mutating func redirectLinks(_ sessions: [String: String]) {
        guard let text = metadata, text.contains("\"links\""), let parsed = try? JSON.parse(text),
            var object = parsed.object, let links = object["links"]?.array
        else { return }
        let moved = links.map { link in
            link.string.flatMap { sessions[$0] }.map(JSON.string) ?? link
        }
        if moved == links { return }
        object["links"] = .array(moved)
        metadata = JSON.object(object).text()
    }
}
