/// A script cut into its statements.
///
/// Statements end at a semicolon outside quotes, parentheses and the body of a function written in
/// SQL (`BEGIN ATOMIC … END`).
public struct SQLScript: Sendable, Hashable {
    /// The name shown in errors.
    public var file: String
    public var statements: [SQLStatement]

    /// - Parameter file: the name shown in errors.
    /// - Throws: what cannot be read, with its line.
    public init(_ text: String, file: String) throws(SQLScriptError) {
        self.file = file
        statements = []
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, file: file)
        var body = FunctionBody()
        var tokens: [SQLToken] = []
        var parentheses = 0
        var lines = LineCounter(bytes)
        var end = 0

        func close() throws(SQLScriptError) {
            defer {
                tokens = []
                parentheses = 0
                body = FunctionBody()
            }
            guard let first = tokens.first, let last = tokens.last else { return }
            let range = first.range.lowerBound..<last.range.upperBound
            var statement = SQLStatement(
                text: String(decoding: bytes[range], as: UTF8.self), tokens: tokens,
                line: lines.line(of: range.lowerBound), number: statements.count + 1)
            // A comment behind it on its last line is its own too.
            let lineEnd = bytes[range.upperBound...].firstIndex(of: UInt8(ascii: "\n"))
            statement.allowed = Self.allowances(
                bytes[min(end, range.lowerBound)..<(lineEnd ?? bytes.count)])
            end = lineEnd ?? bytes.count
            if statement.readsStandardInput {
                throw SQLScriptError(
                    code: .copyFromStandardInput, file: file, line: statement.line,
                    reason: "COPY FROM STDIN needs rows that a script cannot carry here. "
                        + "Write them as INSERT, or load them after the migration")
            }
            statements.append(statement)
        }

        while let token = try lexer.next() {
            switch token.kind {
            case .symbol("("): parentheses += 1
            case .symbol(")"): parentheses = max(0, parentheses - 1)
            case .symbol(";") where parentheses == 0 && !body.isOpen:
                try close()
                continue
            default: break
            }
            body.read(token)
            tokens.append(token)
        }
        try close()
    }

    private static let mark = Array("lint:allow".utf8)

    /// `-- lint:allow drop-column, rename`
    private static func allowances(_ bytes: ArraySlice<UInt8>) -> Set<String> {
        // Most statements have no such comment, and a file may hold very many statements.
        let isMarked = bytes.indices.contains {
            bytes[$0] == mark[0] && bytes[$0...].starts(with: mark)
        }
        guard isMarked else { return [] }
        let text = String(decoding: bytes, as: UTF8.self)
        var allowed: Set<String> = []
        for match in text.matches(of: /--[^\n]*?lint:allow[ ]+([a-z, -]+)/) {
            allowed.formUnion(match.output.1.split { ", ".contains($0) }.map(String.init))
        }
        return allowed
    }
}

/// Whether the tokens so far are inside the body of a function written in SQL.
private struct FunctionBody {
    private var words: [String] = []
    private var depth = 0

    var isOpen: Bool { depth > 0 }

    mutating func read(_ token: SQLToken) {
        guard let word = token.word else { return }
        if words.count < 4 { words.append(word) }
        guard isFunction else { return }
        switch word {
        case "atomic" where depth == 0: depth = 1
        case "begin" where depth > 0, "case" where depth > 0: depth += 1
        case "end" where depth > 0: depth -= 1
        default: break
        }
    }

    private var isFunction: Bool {
        let routine = ["function", "procedure"]
        guard words.first == "create", words.count > 1 else { return false }
        if routine.contains(words[1]) { return true }
        return words.count > 3 && words[1] == "or" && routine.contains(words[3])
    }
}

/// Lines of offsets that come in order, without counting from the beginning each time.
private struct LineCounter {
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func line(of next: Int) -> Int {
        line += SQLLexer.lineEnds(in: bytes, offset..<max(offset, next))
        offset = max(offset, next)
        return line
    }
}

extension SQLStatement {
    /// `COPY … FROM STDIN`, whose rows follow in the script where `psql` runs it.
    fileprivate var readsStandardInput: Bool {
        begins(with: "copy") && has("from", "stdin")
    }
}
