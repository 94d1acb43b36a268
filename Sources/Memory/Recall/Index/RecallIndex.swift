import Foundation
import Search

/// What recall needs of one namespace, in memory: words, vectors, and who, when and where.
///
/// Memories are numbered by event time (then by when they were told, then by id), so that "as of a
/// moment" is a prefix and a session's neighbours are found by following links.
public struct RecallIndex: Sendable {
    let namespace: String
    var ids: [UUID] = []
    var times: [Moment] = []
    /// When each was told.
    var told: [Moment] = []
    /// Number into `speakers`, −1 where nobody is named.
    var speakerOf: [Int32] = []
    private(set) var speakers: [String] = []
    /// Whether the memory asks something: it seldom holds the answer.
    var isQuestion: [Bool] = []
    /// The key of its words: those that say the same have the same.
    var said: [UInt64] = []
    /// Number of the session; a memory without one is alone in its own.
    var sessionOf: [Int32] = []
    var sessionCount = 0
    /// The memory told before and after in the same session, −1 at its ends.
    var previous: [Int32] = []
    var next: [Int32] = []
    var words = InvertedIndex()
    /// Terms of a memory and, weighted, of its neighbours.
    var windowLengths: [Float] = []
    var vectors: VectorTable
    /// Of the memories that are longer than one passage.
    var passages: PassageTable
    /// What memories say, sentence by sentence; empty before the first sleep.
    var readings: ReadingTable
    /// How many memories have no vector yet.
    var withoutVector = 0
    var associations = AssociationGraph()
    /// By number; empty before the first sleep.
    var strengths: [MemoryStrength?] = []
    var knowledge = KnowledgeTable()
    var facts = FactTable()
    /// What the store could see when this was read, as it writes that down; nil where nobody else
    /// writes to it.
    var snapshot: String?
    /// How many writings of this process had begun when this had been read from the store, where
    /// they are counted.
    var readAfter: UInt64 = 0
    /// The last cycle of sleep that is in here.
    var cycle = 0
    /// How many had been undone by then.
    var undoneCycles = 0

    /// Whether every memory that sleep had seen by then is in here.
    var knowsWhatWasSlept = true

    /// Where this holds a part of the namespace: what is known of the whole.
    var corpus: Corpus?

    let weights: RecallWeights
    var totalWindowLength: Double = 0
    private var isUserSpeaker: [Bool] = []
    private var speakerNumbers: [String: Int32] = [:]
    var lastOfSession: [String: Int32] = [:]

    init(namespace: String, dimensions: Int, weights: RecallWeights = RecallWeights()) {
        self.namespace = namespace
        self.weights = weights
        vectors = VectorTable(dimensions: dimensions)
        passages = PassageTable(dimensions: dimensions)
        readings = ReadingTable(dimensions: dimensions)
    }

    var count: Int { ids.count }

    var averageWindowLength: Float {
        if let corpus { return corpus.meanWindowLength(weights) }
        return count == 0 ? 1 : max(1, Float(totalWindowLength / Double(count)))
    }

    /// One row as the store gives it.
    struct Entry: Sendable {
        var id: UUID
        var content: String
        var speaker: String?
        var session: String?
        var occurredAt: Moment
        var recordedAt: Moment
        var follows = Predecessor.latest

        /// Which memory of the session comes right before it.
        enum Predecessor: Sendable {
            /// The last that was added.
            case latest
            /// This one, where it is the last that was added; others between may be left out.
            case only(UUID?)
        }
    }

    /// Gives speakers their numbers before anything of theirs is added.
    mutating func know(speakers: [String]) {
        for name in speakers { _ = speakerNumber(name) }
    }

    /// Adds a memory; entries come in the order of the index.
    mutating func append(_ entry: Entry, vector: UnsafeBufferPointer<Float>?) {
        let number = Int32(ids.count)
        ids.append(entry.id)
        times.append(entry.occurredAt)
        told.append(entry.recordedAt)
        speakerOf.append(entry.speaker.map { speakerNumber($0) } ?? -1)
        isQuestion.append(QuestionEnd.isSeen(in: entry.content))
        said.append(SaidWords(entry.content).key)
        previous.append(-1)
        next.append(-1)
        if let session = entry.session {
            if let last = lastOfSession.updateValue(number, forKey: session) {
                sessionOf.append(sessionOf[Int(last)])
                if follows(entry, ids[Int(last)]) {
                    previous[Int(number)] = last
                    next[Int(last)] = number
                }
            } else {
                startSession()
            }
        } else {
            startSession()
        }
        words.add(entry.content)
        passages.add(entry.content, of: number)
        lendLength(of: Int(number))
        vectors.appendMissing()
        withoutVector += 1
        if let vector { setVector(of: Int(number), to: vector) }
    }

    private func follows(_ entry: Entry, _ last: UUID) -> Bool {
        switch entry.follows {
        case .latest: true
        case .only(let id): id == last
        }
    }

    /// Gives a memory that has none its vector; one of another length is not taken.
    mutating func setVector(of number: Int, to vector: UnsafeBufferPointer<Float>) {
        guard vector.count == vectors.dimensions else { return }
        vectors.replace(number, with: vector)
        withoutVector -= 1
    }

    mutating func reserve(_ memories: Int) {
        vectors.reserve(memories)
        ids.reserveCapacity(memories)
        times.reserveCapacity(memories)
        told.reserveCapacity(memories)
    }

    /// Whether a memory was told by the user of an assistant.
    func isUsers(_ at: Int) -> Bool {
        speakerOf[at] >= 0 && isUserSpeaker[Int(speakerOf[at])]
    }

    /// The number of each memory by its id.
    var numbers: [UUID: Int32] {
        Dictionary(uniqueKeysWithValues: zip(ids, ids.indices.map(Int32.init)))
    }

    /// Knowledge with the names of those whose words it was made of.
    func attributed(_ items: [Knowledge]) -> [Knowledge] {
        if items.isEmpty { return [] }
        let numbers = numbers(of: Set(items.flatMap(\.sources)))
        return items.map { item in
            var item = item
            for source in item.sources {
                guard let number = numbers[source], speakerOf[number] >= 0 else { continue }
                let name = speakers[Int(speakerOf[number])]
                if !item.saidBy.contains(name) { item.saidBy.append(name) }
            }
            return item
        }
    }

    /// The numbers of those of some ids that are here.
    func numbers(of wanted: Set<UUID>) -> [UUID: Int] {
        var found: [UUID: Int] = [:]
        if wanted.isEmpty { return found }
        // To hash an id takes far longer than to see that its last byte is nobody's.
        var isLast = [Bool](repeating: false, count: 256)
        for id in wanted { isLast[Int(id.uuid.15)] = true }
        // What is asked for is mostly late in the list.
        for number in ids.indices.reversed()
        where isLast[Int(ids[number].uuid.15)] && wanted.contains(ids[number]) {
            found[ids[number]] = number
            if found.count == wanted.count { break }
        }
        return found
    }

    /// How many memories had happened by a moment: they are the first so many.
    func count(asOf moment: Moment?) -> Int {
        guard let moment else { return count }
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Counts a new memory's terms into its own window and into those of the two before it, and
    /// theirs into its own.
    private mutating func lendLength(of number: Int) {
        let length = words.lengths[number]
        var window = length
        var at = number
        for share in [weights.nextWords, weights.nextButOneWords] {
            guard previous[at] >= 0 else { break }
            at = Int(previous[at])
            window += share * words.lengths[at]
            windowLengths[at] += share * length
            totalWindowLength += Double(share * length)
        }
        windowLengths.append(window)
        totalWindowLength += Double(window)
    }

    private mutating func startSession() {
        sessionOf.append(Int32(sessionCount))
        sessionCount += 1
    }

    mutating func speakerNumber(_ name: String) -> Int32 {
        if let known = speakerNumbers[name] { return known }
        let number = Int32(speakers.count)
        speakers.append(name)
        isUserSpeaker.append(["user", "human"].contains(name.lowercased()))
        speakerNumbers[name] = number
        return number
    }
}
