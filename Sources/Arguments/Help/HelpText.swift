/// The help of a command, wrapped to `width` columns, ending in a newline.
func helpText(_ scope: Scope, width: Int) -> String {
    let command = scope.command
    let width = max(width, 40)
    var page = HelpPage(width: width)
    page.add(wrap(command.abstract, width: width))
    page.add(usage(scope, width: width))
    if !command.discussion.isEmpty { page.add(paragraphs(command.discussion, width: width)) }
    page.add("Commands", command.subcommands.filter { !$0.isHidden }.map { HelpRow($0) })
    page.add("Arguments", command.arguments.map { HelpRow($0) })
    page.add("Options", scope.ownOptions.filter { !$0.isHidden }.map { HelpRow($0) })
    page.add(examples(command.examples, width: width))
    var global = scope.globalOptions.filter { !$0.isHidden }.map { HelpRow($0) }
    global.append(.help)
    if scope.commands.count == 1 { global.append(.version) }
    page.add("Global options", global)
    if !command.subcommands.isEmpty {
        page.add(wrap("'\(scope.call) help COMMAND' says more about a command.", width: width))
    }
    return page.text
}

extension CommandSpec {
    /// The help of this program, or of the command that `path` names below it, wrapped to `width`
    /// columns and ending in a newline; nil when there is no such command.
    public func help(for path: [String] = [], width: Int = 80) -> String? {
        var scope = Scope(self)
        for name in path {
            guard let command = scope.command.subcommand(named: name) else { return nil }
            scope.commands.append(command)
        }
        return helpText(scope, width: width)
    }
}

/// Blocks of lines with an empty line between them.
private struct HelpPage {
    let width: Int
    private(set) var text = ""

    init(width: Int) { self.width = width }

    mutating func add(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        if !text.isEmpty { text += "\n" }
        for line in lines { text += line + "\n" }
    }

    /// A heading and rows in two columns. A term too wide for its column has a line of its own.
    mutating func add(_ heading: String, _ rows: [HelpRow]) {
        guard !rows.isEmpty else { return }
        let widest = rows.map { displayWidth($0.term) }.filter { $0 <= 26 }.max() ?? 24
        let column = widest + 4
        var lines = [heading + ":"]
        for row in rows {
            var described = wrap(row.text, width: width - column)[...]
            let gap = column - displayWidth(row.term) - 2
            var first = "  " + row.term
            if gap >= 2, let beside = described.popFirst(), !beside.isEmpty {
                first += spaces(gap) + beside
            }
            lines.append(first)
            lines += described.map { spaces(column) + $0 }
        }
        add(lines)
    }
}

private func usage(_ scope: Scope, width: Int) -> [String] {
    let lines = wrap(usageLine(scope), width: width - 11)
    return ["usage: " + lines[0]] + lines.dropFirst().map { spaces(11) + $0 }
}

private func paragraphs(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var paragraph = ""
    func flush() {
        if !paragraph.isEmpty { lines += wrap(paragraph, width: width) }
        paragraph = ""
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.isEmpty || line.first == " " {
            flush()
            lines.append(String(line))
        } else {
            paragraph += (paragraph.isEmpty ? "" : " ") + line
        }
    }
    flush()
    return lines
}

private func examples(_ examples: [Example], width: Int) -> [String] {
    // The command is not wrapped, so that it can be copied.
    ["Examples:"]
        + examples.flatMap { example in
            ["  " + example.command]
                + wrap(example.explanation, width: width - 6).map { spaces(6) + $0 }
        }
}

private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }
