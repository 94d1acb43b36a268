extension CommandSpec {
    /// The whole command tree as a Markdown page, for a manual that a test compares with the
    /// program. Global options are listed once, at the end.
    public func manual() -> String {
        var page = ["# `\(name)`", abstract + "."]
        if !discussion.isEmpty { page.append(discussion) }
        page.append(codeBlock(["\(usageLine(Scope(self)))"]))
        page.append(exampleBlock(examples))
        if !subcommands.isEmpty {
            page += section(of: Scope(self))
            page.append("## Global options")
            page.append("Every command understands these, before or after its own words.")
        }
        page.append(table("Option", optionRows(options) + [.help, .version]))
        return page.joined(separator: "\n\n") + "\n"
    }
}

private func section(of scope: Scope) -> [String] {
    var blocks: [String] = []
    for command in scope.command.subcommands where !command.isHidden {
        let inner = Scope(scope.commands + [command])
        blocks.append("## `\(inner.call)`")
        blocks.append(command.abstract + ".")
        blocks.append(codeBlock([usageLine(inner)]))
        if !command.discussion.isEmpty { blocks.append(command.discussion) }
        if !command.arguments.isEmpty {
            blocks.append(table("Argument", command.arguments.map { HelpRow($0) }))
        }
        let options = optionRows(command.options)
        if !options.isEmpty { blocks.append(table("Option", options)) }
        blocks.append(exampleBlock(command.examples))
        blocks += section(of: inner)
    }
    return blocks
}

private func optionRows(_ options: [OptionSpec]) -> [HelpRow] {
    options.filter { !$0.isHidden }.map { HelpRow($0) }
}

private func table(_ heading: String, _ rows: [HelpRow]) -> String {
    let lines = rows.map { row in
        let term = row.term.drop { $0 == " " }
        return "| `\(cell(String(term)))` | \(cell(row.text)) |"
    }
    return (["| \(heading) | Meaning |", "|---|---|"] + lines).joined(separator: "\n")
}

/// A vertical bar would begin a new cell.
private func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
}

private func exampleBlock(_ examples: [Example]) -> String {
    codeBlock(examples.flatMap { ["# " + $0.explanation, $0.command] }, language: "sh")
}

private func codeBlock(_ lines: [String], language: String = "") -> String {
    "```\(language)\n" + lines.joined(separator: "\n") + "\n```"
}
