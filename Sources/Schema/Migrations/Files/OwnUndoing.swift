/// A script that takes away what it has made, behind a comment that speaks of a way down: both
/// halves of a migration, in a form that is not known here.
struct OwnUndoing {
    private let script: MigrationScript
    private let bytes: [UInt8]

    init(_ script: MigrationScript) {
        self.script = script
        bytes = Array(script.text.utf8)
    }

    /// - Throws: such a script. Run as a whole it would end with nothing, and take with it what was
    ///   there before under these names.
    func refuse(_ path: String) throws(MigrationError) {
        var made: Set<[String]> = []
        var madeBeforeComment: Set<[String]> = []
        var hasComment = false
        var end = 0
        for statement in script.script.statements {
            guard let first = statement.tokens.first, let last = statement.tokens.last else {
                continue
            }
            if speaksOfWayDown(end..<(first.range.lowerBound - script.offset)) {
                hasComment = true
                madeBeforeComment = made
            }
            end = last.range.upperBound - script.offset
            if hasComment,
                let thing = Self.taken(statement).first(where: madeBeforeComment.contains)
            {
                throw MigrationError(
                    .fileUnreadable,
                    "\(path):\(statement.line): takes away \(thing.dropFirst().joined(separator: ".")) "
                        + "that the file makes, behind a comment that reads like the heading of a "
                        + "way down. Nothing of the file is run. Put -- migrate:up and "
                        + "-- migrate:down before the two halves, or name the file .up.sql if all "
                        + "of it is the way up")
            }
            made.formUnion(Self.made(statement))
        }
    }

    private func speaksOfWayDown(_ range: Range<Int>) -> Bool {
        guard range.count > 3, range.lowerBound >= 0, range.upperBound <= bytes.count else {
            return false
        }
        let text = String(decoding: bytes[range], as: UTF8.self)
        return WayDownWords.areIn(WayDownWords.words(of: text))
    }

    /// Kind and name of what it makes: a relation, a type, a function; a column with its table's.
    private static func made(_ statement: SQLStatement) -> [[String]] {
        var reader = SQLReader(statement.tokens)
        if reader.accept("alter", "table") { return columns(&reader, "add") }
        guard reader.accept("create") else { return [] }
        _ = reader.accept("or", "replace")
        while let word = reader.current?.word, modifiers.contains(word) { reader.skip() }
        guard let kind = reader.current?.word, kinds.contains(kind) else { return [] }
        reader.skip()
        _ = reader.accept("concurrently")
        _ = reader.accept("if", "not", "exists")
        return reader.name().map { [[kind] + unqualified($0)] } ?? []
    }

    private static func taken(_ statement: SQLStatement) -> [[String]] {
        var reader = SQLReader(statement.tokens)
        if reader.accept("alter", "table") { return columns(&reader, "drop") }
        guard reader.accept("drop") else { return [] }
        _ = reader.accept("materialized")
        guard let kind = reader.current?.word, kinds.contains(kind) else { return [] }
        reader.skip()
        _ = reader.accept("concurrently")
        _ = reader.accept("if", "exists")
        return reader.parts().compactMap { part in
            var part = SQLReader(part)
            return part.name().map { [kind] + unqualified($0) }
        }
    }

    private static func columns(_ reader: inout SQLReader, _ verb: String) -> [[String]] {
        _ = reader.accept("if", "exists")
        _ = reader.accept("only")
        guard let table = reader.name() else { return [] }
        return reader.parts().compactMap { part in
            var part = SQLReader(part)
            guard part.current?.word == verb else { return nil }
            part.skip()
            _ = part.accept("column")
            _ = part.accept("if", "not", "exists") || part.accept("if", "exists")
            if let word = part.current?.word, constraints.contains(word) { return nil }
            return part.name().map { ["column"] + unqualified(table) + $0 }
        }
    }

    private static let modifiers: Set = ["unlogged", "unique", "materialized", "recursive"]
    private static let kinds: Set = [
        "table", "view", "index", "sequence", "type", "domain", "schema", "function", "procedure",
    ]
    private static let constraints: Set = [
        "constraint", "primary", "foreign", "unique", "check", "exclude",
    ]

    private static func unqualified(_ name: [String]) -> [String] {
        name.count == 2 && name[0] == "public" ? [name[1]] : name
    }
}
