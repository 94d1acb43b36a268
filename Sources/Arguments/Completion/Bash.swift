/// Works with bash 3.2 too, which is what macOS has.
func bashCompletion(_ root: CommandSpec) -> String {
    let all = Completions.all(of: root)
    let function = "_" + root.name.replacingEach("-", with: "_")
    var lines = [
        "# bash completion for \(root.name); put it where bash-completion looks, or source it.",
        "\(function)() {",
        "    local current previous call word i",
        "    COMPREPLY=()",
        "    current=${COMP_WORDS[COMP_CWORD]}",
        "    previous=${COMP_WORDS[COMP_CWORD-1]}",
        "    # --name=value arrives as three words.",
        "    if [[ $current == '=' ]]; then current=''; "
            + "elif [[ $previous == '=' ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi",
        "    call=\(shellQuoted(root.name))",
    ]
    if all.count > 1 { lines += followCommands(all) }
    lines.append("    case \"$call $previous\" in")
    for completions in all {
        for option in completions.valueOptions {
            let patterns = option.spellings.map { shellQuoted(completions.call + " " + $0) }
            lines.append("        \(patterns.joined(separator: "|")))")
            lines.append("            COMPREPLY=(\(reply(option.kind))); return ;;")
        }
    }
    lines += ["    esac", "    case \"$call\" in"]
    for completions in all {
        lines.append("        \(shellQuoted(completions.call)))")
        let words = completions.optionWords.map(\.term).joined(separator: " ")
        lines.append("            if [[ $current == -* ]]; then")
        lines.append(
            "                COMPREPLY=($(compgen -W \(shellQuoted(words)) -- \"$current\"))")
        if !completions.commands.isEmpty {
            let names = completions.commands.map(\.term)
            lines.append("            else")
            lines.append("                COMPREPLY=(\(reply(.choice(names))))")
        } else if let kind = completions.argumentKind {
            lines.append("            else")
            lines.append("                COMPREPLY=(\(reply(kind)))")
        }
        lines += ["            fi ;;"]
    }
    lines += ["    esac", "}", "complete -F \(function) \(root.name)"]
    return lines.joined(separator: "\n") + "\n"
}

private func reply(_ kind: ValueKind) -> String {
    switch kind {
    case .choice(let words):
        "$(compgen -W \(shellQuoted(words.joined(separator: " "))) -- \"$current\")"
    case .directory: "$(compgen -d -- \"$current\")"
    case .file: "$(compgen -f -- \"$current\")"
    case .text, .integer, .number: ""
    }
}

private func followCommands(_ all: [Completions]) -> [String] {
    [
        "    for ((i = 1; i < COMP_CWORD; i++)); do",
        "        word=\"$call ${COMP_WORDS[i]}\"",
        "        case \"$word\" in",
        "            " + all.dropFirst().map { shellQuoted($0.call) }.joined(separator: "|")
            + ") call=$word ;;",
        "        esac",
        "    done",
    ]
}
