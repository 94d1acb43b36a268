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
        for reader in [Self.annotation, Self.dbmate, Self.myBatis, Self.others, Self.words] {
            guard let mark = reader(comment) else { continue }
            self = mark
            return
        }
        return nil
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
        guard let match = comment.wholeMatch(of: /-- ?\+ ?([a-z_-]+)[ :]?(.*)/) else { return nil }
        var words = match.2.split(separator: " ").map(String.init)
        let tool: Tool
        switch match.1 {
        case "goose": tool = .goose
        case "migrate": tool = .sqlMigrate
        case "micrate": tool = .micrate
        case "up", "down":
            tool = .words
            words = [String(match.1)] + words
        default:
            // The form of a tool that is not known here: not to be run over.
            guard ["up", "down"].contains(words.first) else { return nil }
            return Self(.words, .unreadable("'+\(match.1)' is the mark of no tool known here"))
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
        case "envsub on":
            return Self(
                tool,
                .unreadable(
                    "it has values of the environment put into the SQL, which is not done here. "
                        + "Write them in, or set them with set_config and current_setting"))
        case "envsub off": return nil
        default: return Self(tool, .unreadable("it is no annotation that is known here"))
        }
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
        let fillers: Set = [
            "migration", "migrations", "migrate", "section", "script", "sql", "begin", "start",
            "the", "this", "way", "step", "part", "changes", "change", "goose", "dbmate", "roll",
            "back", "to", "for", "below", "here", "statement", "statements", "run", "if", "needed",
            "manual", "manually", "plan", "path", "queries", "it", "all", "everything",
        ]
        guard !words.isEmpty else { return false }
        if words.allSatisfy({ WayDownWords.has($0) || fillers.contains($0) }),
            WayDownWords.areIn(words)
        {
            return true
        }
        let heading = comment.prefix { $0 != ":" }
        guard afterStatements, heading.count < comment.count else { return false }
        return isHeadingOfWayDown(String(heading), afterStatements: false)
    }
}
