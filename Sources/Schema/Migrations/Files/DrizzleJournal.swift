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

    /// Drizzle runs by the journal, and here the numbers in the names say the order.
    ///
    /// - Parameter tags: in the order in which they would run here.
    func refuseAnotherOrder(_ tags: [String], path: String) throws(MigrationError) {
        let known = entries.map(\.tag).filter(tags.contains)
        guard let (mine, theirs) = zip(tags, known).first(where: { $0 != $1 }) else { return }
        throw MigrationError(
            .fileUnreadable,
            "\(path)/meta/_journal.json has \(theirs) before \(mine), and their numbers say "
                + "otherwise. Number the files as they run, in the journal too")
    }
}
