import Arguments
import Testing

@Test(arguments: [
    (["find", "x", "--limt", "3"], "unknown option '--limt'; did you mean '--limit'?"),
    (["fnd", "x"], "unknown command 'fnd'; did you mean 'find'?"),
    (["tree", "grwo"], "unknown command 'grwo'; did you mean 'grow'?"),
    (["help", "hid"], "unknown command 'hid'; did you mean 'hide'?"),
    (["zzzzzz"], "unknown command 'zzzzzz'"),
    (
        ["--limit", "3", "find", "x"],
        "unknown option '--limit'; it belongs to 'squirrel find': write it after that command"
    ),
    (["find", "-z"], "unknown option '-z'"),
    (
        ["find", "-did it"],
        "unknown option '-d'; put '--' before text that begins with a hyphen"
    ),
    (
        ["hide", "--verbose is noisy"],
        "unknown option '--verbose is noisy'; put '--' before text that begins with a hyphen"
    ),
    (["find", "x", "--limit"], "'--limit' needs a value; write '--limit N'"),
    (["find", "x", "-n"], "'-n' needs a value; write '-n N'"),
    (
        ["find", "x", "--limit", "--json"],
        "'--limit' needs a value, and '--json' is an option; "
            + "if it is the value, write '--limit=--json'"
    ),
    (["find", "x", "--json=yes"], "'--json' takes no value"),
    (["find", "x", "-j=yes"], "'-j' takes no value"),
    (["find", "x", "--limit", "3", "-n4"], "'--limit' is given twice"),
    (
        ["find", "x", "--limit", "many"],
        "the value 'many' of '--limit' is not a whole number; it must be 1 to 1000"
    ),
    (
        ["find", "x", "--limit", "0"],
        "the value '0' of '--limit' is out of range; it must be 1 to 1000"
    ),
    (
        ["find", "x", "--limit", "99999999999999999999"],
        "the value '99999999999999999999' of '--limit' is not a whole number; "
            + "it must be 1 to 1000"
    ),
    (["find", "x", "0"], "the value '0' of COUNT is out of range; it must be 1 or more"),
    (["hide", "x", "--offset", "nan"], "the value 'nan' of '--offset' is not a number"),
    (
        ["hide", "x", "--kind", "wallnut"],
        "'--kind' cannot be 'wallnut'; did you mean 'walnut'? "
            + "It takes one of: hazel, walnut, acorn"
    ),
    (
        ["hide", "x", "--kind", "stone"],
        "'--kind' cannot be 'stone'; it takes one of: hazel, walnut, acorn"
    ),
    (["hide", "x", "--home="], "'--home' is an empty path"),
    (["find"], "QUERY is missing; it is what to find"),
    (["hide"], "NUT is missing; it is a nut to hide"),
    (["find", "a", "1", "c"], "unexpected argument 'c'"),
    (["find", "x", "-jq"], "'--json' and '--quiet' exclude each other; give one of them"),
    (["find", "x", "--color", "--no-color"], "'--color' and '--no-color' exclude each other"),
    (["tree"], "'squirrel tree' needs a command; one of: grow"),
    (["--json"], "'squirrel' needs a command; one of: hide, find, tree"),
    (["tree", "grow"], "'--years N' is required"),
])
func complaintsSayWhatToDo(words: [String], expected: String) {
    do throws(UsageError) {
        _ = try parse(words, as: program)
        Issue.record("no error")
    } catch {
        #expect(error.message + (error.suggestion.map { "; " + $0 } ?? "") == expected)
    }
}

@Test func aValueFromTheEnvironmentIsCheckedAndNamed() {
    #expect(
        complaint("hide", "x", environment: ["SQUIRREL_DEPTH": "deep"])
            == "the value 'deep' of the variable SQUIRREL_DEPTH is not a whole number; "
            + "it must be 1 to 100")
}

@Test func anErrorCarriesTheUsageLineAndTheCommand() {
    #expect {
        try parse(["find", "--nope"], as: program)
    } throws: { error in
        "\(error)" == """
            unknown option '--nope'; put '--' before text that begins with a hyphen
            usage: squirrel find [options] QUERY [COUNT]
            'squirrel find --help' says more
            """
    }
}

@Test func aCommandsOwnErrorLooksLikeTheParsers() throws {
    let error = try run("find", "x").usageError("no such tree", suggestion: "plant one")
    #expect(
        "\(error)" == """
            no such tree; plant one
            usage: squirrel find [options] QUERY [COUNT]
            'squirrel find --help' says more
            """)
}

@Test func declarationMistakesAreFound() {
    let example = [Example("x", "X.")]
    let wrong = CommandSpec(
        "x", abstract: "Does x.", examples: example,
        options: [
            .flag("same", short: "s", help: ""), .flag("same", short: "s", help: ""),
            .flag("help", short: "h", help: ""), .flag("Big", help: ""),
            .value("n", "N", .integer(1...2), default: "3", help: ""),
        ],
        conflicts: [["same", "nothing"]],
        subcommands: [
            CommandSpec(
                "y", abstract: "Does y", examples: example,
                arguments: [
                    ArgumentSpec("all", .repeating, help: ""), ArgumentSpec("one", help: ""),
                ])
        ])
    let mistakes = wrong.mistakes.filter { !$0.hasPrefix("x y: 's") && !$0.hasPrefix("x y: 'help") }
    for expected in [
        "x: the abstract ends in a full stop", "x: 'same' is declared twice",
        "x: '-s' is declared twice", "x: 'help' is declared twice", "x: '-h' is declared twice",
        "x: 'Big' is not a name", "x: a conflict names 'nothing', which is no option",
        "x: the value '3' of the default of n is out of range",
        "x y: ALL repeats and is not the last",
        "x y: ONE is required after an optional argument",
    ] {
        #expect(mistakes.contains(expected))
    }
}
