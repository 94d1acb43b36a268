/// An endless text that the same plan makes the same.
protocol SyntheticText: Sendable {
    var namespaces: [String] { get }
    /// The next so many things told.
    mutating func next(_ count: Int) -> [SyntheticTurn]
}

/// One thing told, and what its vector would be.
struct SyntheticTurn: Sendable {
    var draft: MemoryDraft
    var vector: [Float]
}

/// What a synthetic home tells.
public enum SyntheticTextKind: String, Sendable, CaseIterable {
    /// Even sessions of short sentences: what recall is timed with.
    case talk
    /// Uneven, as notes and chats are: what sleep is measured with.
    case life

    func text(memories: Int, namespaces: Int, seed: UInt64) -> any SyntheticText {
        switch self {
        case .talk: SyntheticTalk(memories: memories, namespaces: namespaces, seed: seed)
        case .life: SyntheticLife(memories: memories, namespaces: namespaces, seed: seed)
        }
    }
}
