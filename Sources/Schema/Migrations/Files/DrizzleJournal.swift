import Foundation
import JSON

/// What Drizzle Kit keeps of its migrations: which there are, and in which order they run.
struct DrizzleJournal: Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        /// The name of the file, without `.sql`.
        var tag: String
        /// Its place, as the journal counts.
        var index: Int
        /// The moment at which it was made, in milliseconds.
        var moment: Int64
    }

    var entries: [Entry] = []

    /// - Throws: what is no journal, and one for another database.
    init(_ text: String, file: String) throws(MigrationError) {
        let json = try? JSON.parse(text)
        guard let list = json?["entries"]?.array else {
            throw MigrationError(.fileUnreadable, "\(file) is no journal of Drizzle Kit")
        }
        if let dialect = json?["dialect"]?.string,
            !["postgresql", "pg", "cockroach"].contains(dialect)
        {
            throw MigrationError(
                .folderUnreadable,
                "\(file): the migrations are for \(dialect), not for PostgreSQL")
        }
        for (place, entry) in list.enumerated() {
            guard let tag = entry["tag"]?.string, let when = entry["when"]?.double else { continue }
            entries.append(
                Entry(tag: tag, index: entry["idx"]?.int ?? place, moment: Int64(when)))
        }
    }

    func entry(of tag: String) -> Entry? { entries.first { $0.tag == tag } }

    /// The name of a migration's file, by the place that the journal gives it where its number says
    /// another: two branches have numbered alike, or a file was moved.
    ///
    /// - Throws: another order among names by time, whose places would change with it.
    func name(of tag: String, path: String) throws(MigrationError) -> MigrationFileName? {
        guard let place = entries.firstIndex(where: { $0.tag == tag }) else { return nil }
        let named = MigrationFileName(tag + ".sql")
        guard let turn = firstOutOfTurn else {
            return named ?? MigrationFileName(tag, at: entries[place].index)
        }
        for (index, entry) in entries[..<turn].enumerated()
        where Self.number(entry) != Int64(index) {
            throw MigrationError(
                .fileUnreadable,
                "\(path)/meta/_journal.json has \(entries[turn].tag) after "
                    + "\(entries[turn - 1].tag), and their numbers say otherwise. Number the files "
                    + "as they run, in the journal too")
        }
        return MigrationFileName(named?.name ?? tag, at: place)
    }

    /// Whether names and journal give different orders.
    var isOutOfTurn: Bool { firstOutOfTurn != nil }

    private var firstOutOfTurn: Int? {
        let numbers = entries.map(Self.number)
        guard numbers.allSatisfy({ $0 != nil }) else { return nil }
        return numbers.indices.dropFirst().first { numbers[$0]! <= numbers[$0 - 1]! }
    }

    private static func number(_ entry: Entry) -> Int64? {
        MigrationFileName(entry.tag + ".sql")?.version.number
    }

    /// `20240101120000`, as the folders of Drizzle are named since its version 1.
    static func second(of moment: Int64) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second],
            from: Date(timeIntervalSince1970: Double(moment / 1_000)))
        let numbers = [parts.month, parts.day, parts.hour, parts.minute, parts.second]
        return "\(parts.year ?? 0)"
            + numbers.map { ($0 ?? 0) < 10 ? "0\($0 ?? 0)" : "\($0 ?? 0)" }.joined()
    }
}
