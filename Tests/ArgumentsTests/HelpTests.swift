import Arguments
import Testing

@Test func theHelpOfACommandShowsAllThereIsToKnow() throws {
    #expect(
        try help("hide", "--help") == """
            Hide nuts

            usage: squirrel hide [options] NUT...

            Arguments:
              NUT  A nut to hide

            Options:
              -d, --depth CM   How deep (1 to 100; default: 10; environment: SQUIRREL_DEPTH)
              -o, --offset X   How far aside
                  --kind KIND  Which kind (one of: hazel, walnut, acorn)
              -t, --tag TAG    A tag (may be repeated; environment: TAGS)
              -v, --verbose    Say more

            Examples:
              squirrel hide acorn walnut
                  Hides two.

            Global options:
                  --home DIR    Where the tree stands (environment: SQUIRREL_HOME)
              -j, --json        Print JSON
              -q, --quiet       Print less
                  --[no-]color  Use colours (default: on)
              -h, --help        Show this help

            """)
}

@Test func theHelpOfTheProgramListsItsCommands() throws {
    let text = try help()
    #expect(text.contains("Commands:\n  hide  Hide nuts\n  find  Find nuts\n"))
    #expect(text.contains("\n    an indented line stays    as it is\n"))
    #expect(text.contains("    --version     Show the version"))
    #expect(try !help("tree", "--help").contains("shake"))
    #expect(try help("tree", "shake", "--help").hasPrefix("Shake\n"))
    #expect(try help("tree", "grow", "--help").contains("usage: squirrel tree grow --years N "))
}

@Test(arguments: [40, 60, 80, 120]) func helpFitsItsWidth(width: Int) throws {
    for path in [[], ["hide"], ["find"], ["tree"], ["tree", "grow"]] {
        let text = try #require(program.help(for: path, width: width))
        for line in text.split(separator: "\n") { #expect(displayWidth(line) <= width, "\(line)") }
    }
    #expect(program.help(for: ["nothing"]) == nil)
}

@Test func theManualTellsOfEveryVisibleCommandAndOption() {
    let manual = program.manual()
    for part in [
        "# `squirrel`", "## `squirrel hide`", "## `squirrel tree grow`", "## Global options",
        "| `-d, --depth CM` | How deep (1 to 100; default: 10; environment: SQUIRREL_DEPTH) |",
        "| `--home DIR` | Where the tree stands (environment: SQUIRREL_HOME) |",
        "```sh\n# Hides two.\nsquirrel hide acorn walnut\n```", "| `NUT` | A nut to hide |",
    ] {
        #expect(manual.contains(part), "\(part)")
    }
    #expect(!manual.contains("shake"))
}

@Test func aBarInAHelpTextDoesNotBreakTheTable() {
    let spec = CommandSpec(
        "x", abstract: "X", examples: [Example("x", "X.")],
        options: [.value("form", "A|B", help: "a|b")])
    #expect(spec.manual().contains("| `--form A\\|B` | a\\|b |"))
}
