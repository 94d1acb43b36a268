func fishCompletion(_ root: CommandSpec) -> String {
    let all = Completions.all(of: root)
    let function = "__" + root.name.replacingEach("-", with: "_") + "_is_at"
    var lines = [
        "# fish completion for \(root.name); put it into ~/.config/fish/completions/\(root.name).fish.",
        "function \(function)",
        "    set -l call \(fishQuoted(root.name))",
        "    for word in (commandline -opc)[2..]",
        "        switch \"$call $word\"",
    ]
    if all.count > 1 {
        let calls = all.dropFirst().map { fishQuoted($0.call) }
        lines.append("            case " + calls.joined(separator: " "))
        lines.append("                set call \"$call $word\"")
    }
    lines += [
        "        end",
        "    end",
        "    test \"$call\" = \"$argv[1]\"",
        "end",
        "complete -c \(root.name) -f",
    ]
    for completions in all {
        let start =
            "complete -c \(root.name) -n "
            + fishQuoted("\(function) \(fishQuoted(completions.call))")
        for command in completions.commands {
            lines.append("\(start) -a \(fishQuoted(command.term)) -d \(fishQuoted(command.text))")
        }
        for option in completions.options {
            var line = "\(start) -l \(fishQuoted(option.name))"
            if let short = option.short { line += " -s \(short)" }
            if let kind = option.kind { line += offer(kind) }
            lines.append(line + " -d \(fishQuoted(option.help))")
            if option.isNegatable {
                lines.append(
                    "\(start) -l \(fishQuoted("no-" + option.name)) -d "
                        + fishQuoted("Not: " + option.help))
            }
        }
        lines.append("\(start) -s h -l help -d 'Show this help'")
        switch completions.argumentKind {
        case .file, .directory: lines.append("\(start) -F")
        case .choice(let words):
            lines.append("\(start) -a \(fishQuoted(words.joined(separator: " ")))")
        default: break
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

private func offer(_ kind: ValueKind) -> String {
    switch kind {
    case .choice(let words): " -x -a \(fishQuoted(words.joined(separator: " ")))"
    case .directory: " -x -a '(__fish_complete_directories)'"
    case .file: " -r -F"
    case .text, .integer, .number: " -x"
    }
}

private func fishQuoted(_ text: String) -> String {
    "'" + text.replacingEach("\\", with: "\\\\").replacingEach("'", with: "\\'") + "'"
}
