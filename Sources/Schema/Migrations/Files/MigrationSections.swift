/// A file that may hold both ways, divided by the marks of the tool that it was written for.
///
/// | tool | the way up | the way down |
/// |---|---|---|
/// | dbmate | `-- migrate:up` | `-- migrate:down` |
/// | goose | `-- +goose Up` | `-- +goose Down` |
/// | sql-migrate | `-- +migrate Up` | `-- +migrate Down` |
/// | MyBatis | the beginning | `--//@UNDO` |
/// | node-pg-migrate | `-- Up Migration` | `-- Down Migration` |
/// | tern | the beginning | `---- create above / drop below ----` |
/// | Play, rambler, shmig | `# --- !Ups`, `-- rambler up`, `-- UP` | … |
///
/// Without marks all of it is one way. Read wrongly, a way down is run that destroys what is there,
/// so a file that can be read in two ways is refused: marks of two tools, a mark inside of a string,
/// a heading that reads like one.
struct MigrationSections {
    var up: MigrationScript?
    var down: MigrationScript?

    private let path: String
    /// As they are run.
    private var lines: SourceLines
    /// As they stand in the file.
    private let written: SourceLines

    /// - Parameters:
    ///   - direction: what the name of the file says of it.
    ///   - environment: what goose puts into the lines between `ENVSUB ON` and `ENVSUB OFF`.
    init(
        _ text: String, path: String, direction: MigrationFileName.Direction = .upOrBoth,
        environment: [String: String] = [:]
    ) throws {
        self.path = path
        written = SourceLines(text)
        lines = written
        let comments = lines.lines.indices.compactMap { line in
            lines.comment(line).map { (line: line, text: $0) }
        }
        var marks = comments.compactMap { comment in
            MigrationMark(comment.text).map { mark in
                var mark = mark
                mark.line = comment.line
                return mark
            }
        }
        // One word is a mark only where both are there, and no tool's own marks are.
        let isByTool = marks.contains { $0.tool != .words && $0.isHalf }
        let isByWords = marks.contains { $0.kind == .up } && marks.contains { $0.kind == .down }
        if isByTool || !isByWords || direction != .upOrBoth {
            marks.removeAll { $0.tool == .words && $0.isHalf }
        }
        if marks.contains(where: { $0.kind == .environment(true) }) {
            try putEnvironment(environment, marks)
        }
        if !marks.isEmpty { try check(marks) }
        if marks.contains(where: \.isHalf) {
            try divide(marks, isDownOnly: direction == .down)
        } else {
            let isWithout = marks.contains { $0.kind == .noTransaction }
            let script = try self.script(
                0..<lines.lines.count, isTransactional: isWithout ? false : nil)
            if direction == .down { down = script } else { up = script }
        }
        try agree(with: direction)
        if direction == .upOrBoth, let up {
            let known = Set(marks.map(\.line))
            try refuseHeadings(comments.filter { !known.contains($0.line) }, in: up)
            try OwnUndoing(up).refuse(path)
        }
    }

    private func script(_ range: Range<Int>, isTransactional: Bool?) throws -> MigrationScript {
        var script = try MigrationScript(
            lines.text(range), path: path, isTransactional: isTransactional,
            firstLine: range.lowerBound + 1)
        script.source = written.text(range)
        return script
    }

    /// Puts values of the environment where goose does: line by line, comments left alone.
    private mutating func putEnvironment(
        _ environment: [String: String], _ marks: [MigrationMark]
    ) throws {
        let expansion = EnvironmentExpansion(environment)
        var switches = marks.filter(\.isOfEnvironment)[...]
        var isOn = false
        var texts = written.texts
        for line in texts.indices {
            if let mark = switches.first, mark.line == line {
                isOn = mark.kind == .environment(true)
                switches.removeFirst()
            } else if isOn, !texts[line].trimmed.hasPrefix("--") {
                do throws(EnvironmentExpansion.Fault) {
                    texts[line] = try expansion.expanded(texts[line])
                } catch {
                    throw MigrationError(
                        .fileUnreadable, "\(path):\(line + 1): \(error.reason). Nothing was run")
                }
            }
        }
        lines = SourceLines(texts.joined(separator: "\n"))
    }

    private func check(_ marks: [MigrationMark]) throws {
        for mark in marks {
            if case .unreadable(let reason) = mark.kind { throw refusal(mark, reason) }
        }
        let opaque = try OpaqueLines(lines, file: path)
        // goose turns its environment on and off inside of a function's body, too.
        if let mark = marks.first(where: { !$0.isOfEnvironment && opaque.contains($0.line) }) {
            throw refusal(
                mark,
                "it stands inside of a string, a quoted body or a comment, where "
                    + "\(mark.tool.rawValue) reads it as a mark and PostgreSQL does not. Write that "
                    + "line differently")
        }
        let halves = marks.filter(\.isHalf)
        if let other = halves.first(where: { $0.tool != halves[0].tool }) {
            throw refusal(
                other,
                "line \(halves[0].line + 1) is one of \(halves[0].tool.rawValue). Use the marks of "
                    + "one tool")
        }
        var open: MigrationMark?
        for mark in marks {
            switch mark.kind {
            case .statementBegin where open != nil, .statementEnd where open == nil,
                .up where open != nil, .down where open != nil:
                throw refusal(
                    open ?? mark, "StatementBegin and StatementEnd do not come in pairs")
            case .statementBegin: open = mark
            case .statementEnd: open = nil
            default: break
            }
        }
        if let open { throw refusal(open, "it has no StatementEnd") }
    }

    /// Takes the halves apart.
    private mutating func divide(_ marks: [MigrationMark], isDownOnly: Bool) throws {
        let halves = marks.filter(\.isHalf)
        let beginsUp = [.myBatis, .tern].contains(halves[0].tool)
        let (ups, downs) = (halves.filter { $0.kind == .up }, halves.filter { $0.kind == .down })
        let isComplete = ups.count == (beginsUp ? 0 : 1) || (isDownOnly && ups.isEmpty)
        guard isComplete, downs.count <= 1 else {
            let mark = (ups.count > 1 ? ups : downs.count > 1 ? downs : halves).last ?? halves[0]
            throw MigrationError(
                .fileUnreadable,
                "\(path):\(mark.line + 1): the file needs one mark of a way up and at most one of "
                    + "a way down (\(mark.tool.rawValue): \(mark.tool.marks)), and has "
                    + "\(ups.count) and \(downs.count). Nothing of it is run")
        }
        let isWithout = marks.contains { $0.kind == .noTransaction }
        func section(_ mark: MigrationMark?) throws -> MigrationScript {
            let start = mark.map { $0.line + 1 } ?? 0
            let end = halves.first { $0.line >= start }?.line ?? lines.lines.count
            return try script(
                start..<end,
                isTransactional: isWithout || mark?.isWithoutTransaction ?? false ? false : nil)
        }
        if beginsUp {
            up = try section(nil)
        } else {
            let before = try MigrationScript(lines.text(0..<halves[0].line), path: path)
            if let statement = before.script.statements.first {
                throw MigrationError(
                    .fileUnreadable,
                    "\(path):\(statement.line): a statement before the first mark "
                        + "(line \(halves[0].line + 1)) belongs to no way. Move it behind the mark")
            }
            up = try ups.first.map(section)
        }
        down = try downs.first.map(section)
    }

    /// A name that says one way, and a file that holds another.
    private mutating func agree(with direction: MigrationFileName.Direction) throws {
        switch direction {
        case .upOrBoth: return
        case .up:
            guard let down, !down.isEmpty else {
                self.down = nil
                return
            }
        case .down:
            guard let up, !up.isEmpty else {
                self.up = nil
                return
            }
        }
        throw MigrationError(
            .fileUnreadable,
            "\(path) holds both ways, and its name says one. Take the other half out, or name it "
                + "without .up or .down")
    }

    /// Statements behind a comment that reads like the heading of a way down.
    private func refuseHeadings(
        _ comments: [(line: Int, text: String)], in up: MigrationScript
    ) throws {
        guard let last = up.script.statements.last?.line,
            let first = up.script.statements.first?.line
        else { return }
        for (line, text) in comments where line + 1 < last {
            guard MigrationMark.isHeadingOfWayDown(text, afterStatements: line + 1 > first) else {
                continue
            }
            if try OpaqueLines(lines, file: path).contains(line) { continue }
            throw MigrationError(
                .fileUnreadable,
                "\(path):\(line + 1): '\(lines.text(line..<(line + 1)).trimmed)' reads like the "
                    + "heading of a way down, in the form of no tool known here. Nothing of the "
                    + "file is run. Put -- migrate:up and -- migrate:down before the two halves, "
                    + "or name the file .up.sql if all of it is the way up")
        }
    }

    private func refusal(_ mark: MigrationMark, _ reason: String) -> MigrationError {
        let text = lines.text(mark.line..<(mark.line + 1)).trimmed
        return MigrationError(
            .fileUnreadable,
            "\(path):\(mark.line + 1): '\(text)' is a mark of \(mark.tool.rawValue): \(reason). "
                + "Nothing of the file is run")
    }
}

extension MigrationMark {
    /// Whether a way up or down begins here.
    fileprivate var isHalf: Bool { kind == .up || kind == .down }

    fileprivate var isOfEnvironment: Bool {
        if case .environment = kind { true } else { false }
    }
}

extension MigrationMark.Tool {
    /// How its halves are told apart.
    fileprivate var marks: String {
        switch self {
        case .goose: "-- +goose Up, -- +goose Down"
        case .sqlMigrate: "-- +migrate Up, -- +migrate Down"
        case .micrate: "-- +micrate Up, -- +micrate Down"
        case .dbmate: "-- migrate:up, -- migrate:down"
        case .myBatis: "--//@UNDO"
        case .nodePgMigrate: "-- Up Migration, -- Down Migration"
        case .tern: "---- create above / drop below ----"
        case .play: "# --- !Ups, # --- !Downs"
        case .rambler: "-- rambler up, -- rambler down"
        case .words, .liquibase, .atlas, .sqlx: "-- UP, -- DOWN"
        }
    }
}
