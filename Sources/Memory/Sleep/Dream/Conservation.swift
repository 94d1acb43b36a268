public import Foundation

/// Whether memories are still found by their own words, whatever sleep has made of them.
public struct Conservation: Sendable, Hashable {
    /// Memories that were asked for.
    public var asked = 0
    /// Those among the first ten, or one that says the very same.
    public var reached = 0
    /// Memories that were not.
    public var lost: [UUID] = []

    public var share: Double { asked == 0 ? 1 : Double(reached) / Double(asked) }
}

extension MemoryEngine {
    /// Asks for memories by their own words, chosen by their ids. This counts as no recall.
    ///
    /// - Parameters:
    ///   - sample: how many of each namespace at most.
    ///   - largest: namespaces of more memories are left out.
    public func conservation(sample: Int, largest: Int = .max) throws(MemoryError) -> Conservation {
        var found = Conservation()
        for (name, memories) in try store.namespaces() where memories <= largest {
            try look(into: name, sample, &found)
        }
        return found
    }

    private func look(into namespace: String, _ sample: Int, _ found: inout Conservation)
        throws(MemoryError)
    {
        let index = try index(of: namespace)
        let chosen = index.ids.indices.map { (MemorySample.place(of: index.ids[$0]), $0) }
            .sorted { $0 < $1 }.prefix(sample).map(\.1)
        let memories = try store.memories(chosen.map { index.ids[$0] }, namespace: namespace)
        for memory in memories {
            guard let own = OwnWords(of: memory.content, in: index, limit: 2 * OwnWords.limit)
            else { continue }
            var asked = RecallQuestion(own.text, in: index, now: now, zone: options.zone)
            if index.withoutVector < index.count {
                asked.vector = try? encoder.vector(of: asked.embeddedText)
            }
            let score = RecallScore(
                asked, in: index, associations: index.associations, count: index.count, now: now)
            let best = score.best(10, of: index) { _ in true }.map { index.ids[$0] }
            found.asked += 1
            if best.contains(memory.id) {
                found.reached += 1
            } else if try store.memories(best, namespace: namespace).contains(where: {
                $0.contentHash == memory.contentHash
            }) {
                found.reached += 1
            } else {
                found.lost.append(memory.id)
            }
        }
    }
}

/// Chooses memories by their ids: the same ones everywhere, and not such as were told together.
enum MemorySample {
    /// Near ids are far apart (SplitMix64, Steele et al. 2014).
    static func place(of id: UUID) -> UInt64 {
        var z = withUnsafeBytes(of: id.uuid) { bytes in
            bytes.reduce(0 as UInt64) { $0 &* 0x100_0000_01b3 ^ UInt64($1) }
        }
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
