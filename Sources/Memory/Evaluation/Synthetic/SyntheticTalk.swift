/// An endless talk that nobody had: sessions of 5 to 30 turns between two people, each about a
/// topic, told over a year. The same plan gives the same talk.
///
/// It has what the stages of sleep and recall work on: sessions with gaps, topics that come back,
/// questions with answers, statements of facts that change, names.
struct SyntheticTalk: SyntheticText {
    /// 2024-01-01T00:00:00Z: past on every machine.
    private static let start = Moment(CivilDate(year: 2024, month: 1, day: 1))
    private static let people = [
        "Ada", "Boris", "Chiara", "David", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas",
    ]
    private static let places = ["Lisbon", "Oslo", "Turin", "Dublin", "Graz", "Porto", "Ghent"]
    private static let openings = [
        "I think the", "Yesterday we saw the", "They told me about a", "Maybe the", "She kept the",
        "We have to see the", "It was a", "I would like a", "He said that the", "There is a",
    ]
    private static let joints = ["and the", "of the", "with a", "for my", "in the", "but no"]

    let namespaces: [String]
    private let words = SyntheticWords(count: 20_000)
    private let vectors: SyntheticVectors
    private let topics: Int
    private let pause: Int64
    private var random: SeededGenerator
    private var session = 0
    private var pending: [SyntheticTurn] = []

    /// - Parameters:
    ///   - memories: how many the year is to hold; more may be drawn and follow after it.
    ///   - namespaces: over how many they are spread, session by session.
    init(memories: Int, namespaces: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        topics = max(8, memories / 100)
        vectors = SyntheticVectors(topics: topics, random: &random)
        self.namespaces = (0..<namespaces).map { "space-\($0 + 1)" }
        // A session has 17.5 turns in the mean.
        pause = 360 * Moment.day / Int64(max(1, memories * 2 / 35))
        self.random = random
    }

    /// The next so many turns.
    mutating func next(_ count: Int) -> [SyntheticTurn] {
        while pending.count < count { addSession() }
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }

    private mutating func addSession() {
        let namespace = session % namespaces.count
        let first = random.pick(from: Self.people)
        let others = Self.people.filter { $0 != first }
        let speakers = [first, random.pick(from: others)]
        let topic = random.next() % UInt64(topics)
        var time = Self.start.adding(Int64(session) * pause)
        for turn in 0..<Int(5 + random.next() % 26) {
            time = time.adding(Int64(20 + random.next() % 100) * Moment.second)
            // One turn in five wanders off to another topic.
            let about = random.next() % 5 == 0 ? random.next() % UInt64(topics) : topic
            var draft = MemoryDraft(
                namespace: namespaces[namespace], content: sentence(about: Int(about)),
                time: .stated(time))
            draft.speaker = speakers[turn % 2]
            draft.sessionID = "session-\(session + 1)"
            pending.append(
                SyntheticTurn(draft: draft, vector: vectors.draw(topic: Int(about), &random)))
        }
        session += 1
    }

    private mutating func sentence(about topic: Int) -> String {
        if random.next() % 20 == 0 { return "I moved to \(random.pick(from: Self.places))." }
        var parts: [String] = []
        for _ in 0...(random.next() % 3) {
            parts.append(random.pick(from: parts.isEmpty ? Self.openings : Self.joints))
            for _ in 0..<(2 + random.next() % 3) {
                // Half of the words are the topic's own dozen.
                parts.append(
                    random.next() % 2 == 0
                        ? words[topic &* 7919 &+ Int(random.next() % 12) &* 104_729]
                        : words.draw(&random))
            }
        }
        return parts.joined(separator: " ") + (random.next() % 7 == 0 ? "?" : ".")
    }
}
