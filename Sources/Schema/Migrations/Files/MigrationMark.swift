/// A comment by which a migration tool says what the lines after it are.
struct MigrationMark: Hashable {
    /// The tool whose form it is, as it is named in errors.
    enum Tool: String, Hashable {
        case goose, dbmate, micrate, rambler, tern
        case play = "Play evolutions"
        case myBatis = "MyBatis"
        case sqlMigrate = "sql-migrate"
        case nodePgMigrate = "node-pg-migrate"
        case liquibase = "Liquibase"
        case atlas = "Atlas"
        case sqlx
        /// `-- UP` and `-- DOWN` by themselves, as shmig and others have it.
        case words = "comments of one word"
    }

    enum Kind: Hashable {
        case up, down
        /// A statement of several lines begins or ends: nothing to do, PostgreSQL's grammar says so.
        case statementBegin, statementEnd
        /// The whole file runs without a transaction.
        case noTransaction
        /// From here on, or no longer, values of the environment are put into the lines.
        case environment(Bool)
        /// Something that changes what the file means and is not done here.
        case unreadable(String)
    }

    var tool: Tool
    var kind: Kind
    /// For a half: whether it says that it runs without a transaction.
    var isWithoutTransaction = false
    /// Counted from 0.
    var line = 0

    /// - Parameter comment: a line as `SourceLines.comment` gives it.
    init?(_ comment: String) {
        guard Self.mayBeMark(comment) else { return nil }
        for reader in [Self.annotation, Self.dbmate, Self.myBatis, Self.others, Self.words] {
            guard let mark = reader(comment) else { continue }
            self = mark
            return
        }
        return nil
    }

    /// Words with which a mark begins, whatever stands before them that is no letter.
    private static let firstWords: Set<[UInt8]> = Set(
        [
            "up", "ups", "down", "downs", "migrate", "undo", "delimiter", "rambler", "create",
            "tern", "atlas", "no", "liquibase",
        ].map { Array($0.utf8) })

    /// Whether a comment may be a mark. It is asked of every line, and a file may hold very many.
    private static func mayBeMark(_ comment: String) -> Bool {
        var word: [UInt8] = []
        for byte in comment.utf8 {
            if byte == UInt8(ascii: "+"), word.isEmpty { return true }
            guard (97...122).contains(byte) || (48...57).contains(byte) else {
                if word.isEmpty { continue }
                break
            }
            word.append(byte)
            if word.count > 9 { return false }
        }
        return firstWords.contains(word)
    }

    private init(
        _ tool: Tool, _ kind: Kind, isWithoutTransaction: Bool = false
    ) {
        self.tool = tool
        self.kind = kind
        self.isWithoutTransaction = isWithoutTransaction
    }

    /// `-- +goose Up`, `-- +migrate Down notransaction`, `-- +micrate Up`, `-- +up`
    private static func annotation(_ comment: String) -> Self? {
        guard let (name, rest) = annotated(comment) else { return nil }
        var words = rest.split(separator: " ").map(String.init)
        let tool: Tool
        switch name {
        case "goose": tool = .goose
        case "migrate": tool = .sqlMigrate
        case "micrate": tool = .micrate
        case "up", "down":
            tool = .words
            words = [name] + words
        default:
            // The form of a tool that is not known here: not to be run over.
            guard ["up", "down"].contains(words.first) else { return nil }
            return Self(.words, .unreadable("'+\(name)' is the mark of no tool known here"))
        }
        switch words.joined(separator: " ") {
        case "up": return Self(tool, .up)
        case "down": return Self(tool, .down)
        case "up notransaction", "up no transaction":
            return Self(tool, .up, isWithoutTransaction: true)
        case "down notransaction", "down no transaction":
            return Self(tool, .down, isWithoutTransaction: true)
        case "statementbegin", "statement begin": return Self(tool, .statementBegin)
        case "statementend", "statement end": return Self(tool, .statementEnd)
        case "no transaction", "notransaction": return Self(tool, .noTransaction)
        case "envsub on": return Self(tool, .environment(true))
        case "envsub off": return Self(tool, .environment(false))
        default: return Self(tool, .unreadable("it is no annotation that is known here"))
        }
    }

    /// `goose` and `Up` of `-- +goose Up`.
    private static func annotated(_ comment: String) -> (name: String, rest: Substring)? {
        guard comment.hasPrefix("--") else { return nil }
        var text = comment.dropFirst(2)
        if text.first == " " { text.removeFirst() }
        guard text.first == "+" else { return nil }
        text.removeFirst()
        if text.first == " " { text.removeFirst() }
        let name = text.prefix { ("a"..."z").contains($0) || $0 == "_" || $0 == "-" }
        guard !name.isEmpty else { return nil }
        text = text[name.endIndex...]
        if text.first == " " || text.first == ":" { text.removeFirst() }
        return (String(name), text)
    }

    /// `-- migrate:up transaction:false`
    private static func dbmate(_ comment: String) -> Self? {
        guard let match = comment.wholeMatch(of: /-- ?migrate ?: ?([a-z]+)\b(.*)/) else {
            return nil
        }
        guard ["up", "down"].contains(match.1) else {
            return Self(.dbmate, .unreadable("it is neither migrate:up nor migrate:down"))
        }
        let options = match.2.split(separator: " ")
        guard options.allSatisfy({ ["transaction:false", "transaction:true"].contains($0) }) else {
            return Self(.dbmate, .unreadable("it has an option that is not known here"))
        }
        return Self(
            .dbmate, match.1 == "up" ? .up : .down,
            isWithoutTransaction: options.contains("transaction:false"))
    }

    /// `--//@UNDO`, `-- @DELIMITER |`
    private static func myBatis(_ comment: String) -> Self? {
        if comment.wholeMatch(of: /(--)? ?(\/\/)? ?@ ?undo/) != nil { return Self(.myBatis, .down) }
        guard let match = comment.wholeMatch(of: /(--)? ?(\/\/)? ?@ ?delimiter (.*)/),
            match.3 != ";"
        else { return nil }
        return Self(.myBatis, .unreadable("statements have to end with a semicolon here"))
    }

    private static func others(_ comment: String) -> Self? {
        if let match = comment.wholeMatch(of: /(?:#|--)[ #-]*! ?(up|down)s?/) {
            return Self(.play, match.1 == "up" ? .up : .down)
        }
        if let match = comment.wholeMatch(of: /-- ?rambler (up|down)/) {
            return Self(.rambler, match.1 == "up" ? .up : .down)
        }
        if let match = comment.wholeMatch(of: /--[ -]*(up|down) migration[^a-z0-9]*/) {
            return Self(.nodePgMigrate, match.1 == "up" ? .up : .down)
        }
        if comment.wholeMatch(of: /--[ -]*create above ?\/ ?drop below[ -]*/) != nil {
            return Self(.tern, .down)
        }
        if comment.wholeMatch(of: /--[ -]*tern: ?disable-tx[ -]*/) != nil {
            return Self(.tern, .noTransaction)
        }
        if comment.wholeMatch(of: /-- ?atlas:txmode none/) != nil {
            return Self(.atlas, .noTransaction)
        }
        if comment.wholeMatch(of: /-- ?atlas:(txtar|delimiter).*/) != nil {
            return Self(.atlas, .unreadable("files with more than statements are not read here"))
        }
        if comment.wholeMatch(of: /-- ?(?:! ?)?no-transaction/) != nil {
            return Self(.sqlx, .noTransaction)
        }
        if comment.wholeMatch(of: /-- ?liquibase formatted sql.*/) != nil {
            return Self(
                .liquibase,
                .unreadable("change sets are not read here. Write each as a migration of its own"))
        }
        return nil
    }

    /// `-- UP`, `-- ==== DOWN ====`, `--@down`
    private static func words(_ comment: String) -> Self? {
        guard let match = comment.wholeMatch(of: /(?:--|\/\*|#)[^a-z0-9]*(up|down)[^a-z0-9]*/)
        else { return nil }
        return Self(.words, match.1 == "up" ? .up : .down)
    }

    /// Whether a comment reads like the heading of a way down, in the form of no tool known here:
    /// `-- Rollback`, `-- undo section`, `-- Down: drop it again`.
    static func isHeadingOfWayDown(_ comment: String, afterStatements: Bool) -> Bool {
        let words = WayDownWords.words(of: comment)
        guard WayDownWords.areIn(words) else { return false }
        if words.allSatisfy({ WayDownWords.has($0) || fillers.contains($0) }) { return true }
        let heading = comment.prefix { $0 != ":" }
        guard afterStatements, heading.count < comment.count else { return false }
        return isHeadingOfWayDown(String(heading), afterStatements: false)
    }

    /// Words that stand beside the one that says it.
    private static let fillers: Set = [
        "migration", "migrations", "migrate", "section", "script", "sql", "begin", "start",
        "the", "this", "way", "step", "part", "changes", "change", "goose", "dbmate", "roll",
        "back", "to", "for", "below", "here", "statement", "statements", "run", "if", "needed",
        "manual", "manually", "plan", "path", "queries", "it", "all", "everything",
    ]
}
