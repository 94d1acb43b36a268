func zshCompletion(_ root: CommandSpec) -> String {
    let all = Completions.all(of: root)
    let function = "_" + root.name.replacingEach("-", with: "_")
    var lines = [
        "#compdef \(root.name)",
        "# zsh completion for \(root.name); put it into a folder of $fpath as \(function).",
        "\(function)() {",
        "    local call=\(shellQuoted(root.name)) word previous=${words[CURRENT-1]}",
        "    local -a found",
        "    for word in ${words[2,CURRENT-1]}; do",
        "        case \"$call $word\" in",
    ]
    if all.count > 1 {
        lines.append(
            "            " + all.dropFirst().map { shellQuoted($0.call) }.joined(separator: "|")
                + ") call=\"$call $word\" ;;")
    }
    lines += [
        "        esac",
        "    done",
        "    # --name=value is one word.",
        "    if [[ $PREFIX == --*=* ]]; then previous=${PREFIX%%=*}; compset -P '*='; fi",
        "    case \"$call $previous\" in",
    ]
    for completions in all {
        for option in completions.valueOptions {
            let patterns = option.spellings.map { shellQuoted(completions.call + " " + $0) }
            lines.append(
                "        \(patterns.joined(separator: "|"))) \(offer(option.kind)); return ;;")
        }
    }
    lines += ["    esac", "    case $call in"]
    for completions in all {
        lines.append("        \(shellQuoted(completions.call)))")
        lines.append("            if [[ $PREFIX == -* ]]; then")
        lines += describe("option", completions.optionWords)
        if !completions.commands.isEmpty {
            lines.append("            else")
            lines += describe("command", completions.commands)
        } else if let kind = completions.argumentKind {
            lines.append("            else")
            lines.append("                \(offer(kind))")
        }
        lines.append("            fi ;;")
    }
    lines += [
        "    esac", "}",
        "if [[ $funcstack[1] == \(function) ]]; then \(function) \"$@\"; "
            + "else compdef \(function) \(root.name); fi",
    ]
    return lines.joined(separator: "\n") + "\n"
}

private func describe(_ tag: String, _ rows: [HelpRow]) -> [String] {
    ["                found=("]
        + rows.map { row in
            let text = row.text.replacingEach(":", with: "\\:")
            return "                    " + shellQuoted("\(row.term):\(text)")
        }
        + ["                )", "                _describe -V \(tag) found"]
}

private func offer(_ kind: ValueKind) -> String {
    switch kind {
    case .choice(let words): "compadd -- " + words.map(shellQuoted).joined(separator: " ")
    case .directory: "_files -/"
    case .file: "_files"
    case .text, .integer, .number: ":"
    }
}
