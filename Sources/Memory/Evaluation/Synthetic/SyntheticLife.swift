import Foundation

/// Three years of notes and chats that nobody wrote, as uneven as those of people are.
///
/// Sessions have 1 to 5,000 memories, most of them few (the chance of at least n is 1/n). Days are
/// of unequal size: a third has nothing, a few have thousands. Three memories in ten belong to no
/// session, one in twenty of those has no time. Most are a sentence or two, one in a thousand has
/// thousands of words; some are code, in another language, or told before word for word. Words are
/// drawn from 100,000 by a Zipf-Mandelbrot law. The same plan gives the same life.
struct SyntheticLife: SyntheticText {
    static let longestSession = 5000
    static let longestText = 5000
    private static let days = 1096

    /// 2021-01-01T00:00:00Z: past on every machine.
    private static let start = Moment(CivilDate(year: 2021, month: 1, day: 1))

    let namespaces: [String]
    private let words: SyntheticWords
    private let passages: SyntheticPassages
    private let vectors: SyntheticVectors
    private let topics: Int
    private let calendar: [Int]
    private let dayChances: [Double]
    private var random: SeededGenerator
    private var session = 0
    private var pending: [SyntheticTurn] = []
    /// What was told lately, for those who say it again.
    private var lately: [String] = []

    /// - Parameters:
    ///   - memories: how many the three years are to hold; more may be drawn.
    ///   - namespaces: over how many they are spread, session by session.
    init(memories: Int, namespaces: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        words = SyntheticWords(count: 100_000)
        passages = SyntheticPassages(words: words)
        topics = max(8, min(5000, memories / 100))
        vectors = SyntheticVectors(topics: topics, random: &random)
        self.namespaces = (0..<namespaces).map { "space-\($0 + 1)" }
        calendar = Array(0..<Self.days).shuffled(using: &random).dropLast(Self.days / 3)
            .map { $0 }
        var total = 0.0
        dayChances = calendar.indices.map { rank in
            total += pow(Double(rank + 1), -0.6)
            return total
        }
        self.random = random
    }

    mutating func next(_ count: Int) -> [SyntheticTurn] {
        while pending.count < count { addSession() }
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }

    private mutating func addSession() {
        session += 1
        let namespace = namespaces[session % namespaces.count]
        let length = min(Self.longestSession, Int(1 / max(random.unit(), 1e-9)))
        // A long session is a chat; a memory on its own is mostly a note without a session.
        let isChat = random.unit() < (length > 8 ? 0.9 : 0.5)
        let speakers = speakers(isChat)
        var time = day()
        var topic = random.next() % UInt64(topics)
        for turn in 0..<length {
            if random.next() % 12 == 0 { topic = random.next() % UInt64(topics) }
            time = time.adding(pause())
            var draft = MemoryDraft(
                namespace: namespace, content: content(about: Int(topic)),
                time: isChat || random.next() % 20 != 0 ? .stated(time) : .unknown(nil))
            if isChat { draft.sessionID = "chat-\(session)" }
            if let speaker = speakers.isEmpty ? nil : speakers[turn % speakers.count] {
                if speaker.first?.isUppercase == true { draft.speaker = speaker }
                draft.role = speaker == "assistant" ? "assistant" : "user"
            }
            pending.append(
                SyntheticTurn(
                    draft: draft, vector: vectors.draw(topic: Int(topic), &random)))
        }
    }

    /// A moment of a day: days are of very different size.
    private mutating func day() -> Moment {
        let chance = random.unit() * (dayChances.last ?? 1)
        let rank = dayChances.partitioningIndex { $0 >= chance }
        let seconds = Int64(random.unit() * 86_400)
        return Self.start.adding(Int64(calendar[min(rank, calendar.count - 1)]) * Moment.day)
            .adding(seconds * Moment.second)
    }

    /// Mostly seconds or minutes, sometimes none, now and then hours.
    private mutating func pause() -> Int64 {
        switch random.next() % 40 {
        case 0: Int64(3600 + random.next() % 40_000) * Moment.second
        case 1...4: 0
        case 5...12: Int64(60 + random.next() % 600) * Moment.second
        default: Int64(1 + random.next() % 60) * Moment.second
        }
    }

    private mutating func speakers(_ isChat: Bool) -> [String?] {
        guard isChat else { return random.next() % 3 == 0 ? [passages.name(&random)] : [] }
        switch random.next() % 4 {
        case 0: return ["user", "assistant"]
        case 1: return [passages.name(&random), "assistant"]
        case 2: return (0..<Int(2 + random.next() % 8)).map { _ in passages.name(&random) }
        default: return [passages.name(&random), nil]
        }
    }

    private mutating func content(about topic: Int) -> String {
        let kind = random.next() % 100
        if kind < 4, !lately.isEmpty { return random.pick(from: lately) }
        let text =
            switch kind {
            case 4..<9: passages.code(&random)
            case 9..<17: passages.foreign(&random)
            case 17..<20: passages.fact(&random)
            default: passages.prose(words: wordCount(), topic: topic, &random)
            }
        // Short ones are those that are said again.
        if text.count < 200 {
            if lately.count == 500 { lately.removeFirst(100) }
            lately.append(text)
        }
        return text
    }

    /// From 5 to 5,000; the median is about twenty, one in a hundred has more than 700.
    private mutating func wordCount() -> Int {
        let length = 5 / pow(max(random.unit(), 1e-9), 0.62) + 7 * random.unit()
        return min(Self.longestText, Int(length))
    }
}

extension [Double] {
    /// The first place for which `holds`, of numbers for which it holds from some place on.
    fileprivate func partitioningIndex(where holds: (Double) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
