import Foundation
import Search

extension RecallIndex {
    /// Adds memories wherever they belong: most come last, but others may have told of something
    /// later first. The index is then the same, to the bit, as if it had been read anew.
    ///
    /// - Parameter entries: in the order of the index, none of them in it.
    mutating func insert(_ entries: [Entry]) {
        let places = entries.map { place(of: $0) }
        if places.allSatisfy({ $0 == count }) {
            for entry in entries { append(entry, vector: nil) }
            return
        }
        let numbers = Renumbering(inserting: places, into: count)
        renumberLinks(numbers)
        ids = numbers.merge(ids, entries.map(\.id))
        times = numbers.merge(times, entries.map(\.occurredAt))
        told = numbers.merge(told, entries.map(\.recordedAt))
        speakerOf = numbers.merge(
            speakerOf, entries.map { $0.speaker.map { speakerNumber($0) } ?? -1 })
        isQuestion = numbers.merge(isQuestion, entries.map { QuestionEnd.isSeen(in: $0.content) })
        said = numbers.merge(said, entries.map { SaidWords($0.content).key })
        sessionOf = numbers.merge(sessionOf, entries.map { _ in -1 })
        words.insert(entries.map(\.content), numbers)
        passages.renumber(numbers)
        readings.renumber(numbers)
        for (number, entry) in zip(numbers.added, entries) {
            passages.add(entry.content, of: number)
        }
        vectors.insertMissing(numbers)
        withoutVector += entries.count
        for (number, entry) in zip(numbers.added, entries) { link(number, entry.session) }
        measureWindows()
        associations.renumber(numbers)
        if !strengths.isEmpty {
            // Sleep may not have met the last ones.
            let unknown = max(0, numbers.moved.count - strengths.count)
            strengths += [MemoryStrength?](repeating: nil, count: unknown)
            strengths = numbers.merge(strengths, entries.map { _ in nil })
        }
        knowledge.renumber(numbers)
    }

    /// Puts vectors where their memories stand; those of others are not wanted.
    mutating func place(_ made: MadeVectors) {
        let length = vectors.dimensions
        let numbers = numbers(of: Set(made.ids))
        made.passages.vectors.withUnsafeBufferPointer { all in
            for (place, id) in made.passages.ids.enumerated() {
                guard let number = numbers[id] else { continue }
                passages.setVector(
                    of: Int32(number), number: made.passages.numbers[place],
                    to: UnsafeBufferPointer(rebasing: all[place * length..<(place + 1) * length]))
            }
        }
        made.vectors.withUnsafeBufferPointer { all in
            for (place, id) in made.ids.enumerated() {
                guard let number = numbers[id] else { continue }
                setVector(
                    of: number,
                    to: UnsafeBufferPointer(rebasing: all[place * length..<(place + 1) * length]))
            }
        }
    }

    /// The number of the first memory that comes after an entry.
    private func place(of entry: Entry) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle, entry) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func isBefore(_ number: Int, _ entry: Entry) -> Bool {
        (times[number], told[number], ids[number])
            < (entry.occurredAt, entry.recordedAt, entry.id)
    }

    private mutating func renumberLinks(_ numbers: Renumbering) {
        let nobody = [Int32](repeating: -1, count: numbers.added.count)
        previous = numbers.merge(previous.map { numbers[$0] }, nobody)
        next = numbers.merge(next.map { numbers[$0] }, nobody)
        lastOfSession = lastOfSession.mapValues { numbers[$0] }
    }

    /// Puts a memory between those of its session.
    private mutating func link(_ number: Int32, _ session: String?) {
        guard let session, let last = lastOfSession[session] else {
            if let session { lastOfSession[session] = number }
            sessionOf[Int(number)] = Int32(sessionCount)
            sessionCount += 1
            return
        }
        sessionOf[Int(number)] = sessionOf[Int(last)]
        var before = last
        var after: Int32 = -1
        while before > number { (before, after) = (previous[Int(before)], before) }
        previous[Int(number)] = before
        next[Int(number)] = after
        if before >= 0 { next[Int(before)] = number }
        if after >= 0 { previous[Int(after)] = number } else { lastOfSession[session] = number }
    }

    /// Sums up the windows in the order in which they come about one by one, so that rounding is
    /// the same.
    private mutating func measureWindows() {
        let shares = [weights.nextWords, weights.nextButOneWords]
        let (lengths, before, after) = (words.lengths, previous, next)
        var total = 0.0
        windowLengths = lengths.indices.map { number in
            var window = lengths[number]
            func add(along links: [Int32], _ body: (Float) -> Void) {
                var at = number
                for share in shares {
                    guard links[at] >= 0 else { return }
                    at = Int(links[at])
                    body(share)
                    window += share * lengths[at]
                }
            }
            add(along: before) { total += Double($0 * lengths[number]) }
            total += Double(window)
            add(along: after) { _ in }
            return window
        }
        totalWindowLength = total
    }
}

extension RecallIndex.Entry {
    init(_ record: MemoryRecord) {
        self.init(
            id: record.id, content: record.content, speaker: record.speaker,
            session: record.sessionID ?? record.parentID?.uuidString.lowercased(),
            occurredAt: record.occurredAt, recordedAt: record.recordedAt)
    }
}
