import Arguments
import Testing

@Test func aDeclarationWithoutMistakesHasNone() {
    #expect(program.mistakes == [])
}

@Test(arguments: [
    ["hide", "acorn", "--depth", "5"], ["hide", "acorn", "--depth=5"],
    ["hide", "acorn", "-d", "5"],
    ["hide", "acorn", "-d5"], ["hide", "acorn", "-d=5"], ["hide", "-vd5", "acorn"],
    ["hide", "-vd", "5", "acorn"], ["hide", "--depth=5", "--", "acorn"],
])
func everySpellingOfAValueIsUnderstood(words: [String]) throws {
    guard case .run(let command) = try parse(words, as: program) else { throw NotACommand() }
    #expect(command.path == ["hide"])
    #expect(command.integer("depth") == 5)
    #expect(command.strings("nut") == ["acorn"])
}

@Test func globalOptionsStandBeforeOrAfterTheCommand() throws {
    #expect(try run("--home", "/t", "find", "x").string("home") == "/t")
    #expect(try run("find", "--home=/t", "x").string("home") == "/t")
    #expect(try run("tree", "-j", "grow", "--years", "3").flag("json"))
    #expect(try run("tree", "grow", "--years", "3").path == ["tree", "grow"])
}

@Test func groupedShortFlagsAreSetTogether() throws {
    let command = try run("hide", "-vq", "acorn")
    #expect(command.flag("verbose") && command.flag("quiet") && !command.flag("json"))
}

@Test func everythingAfterTheDoubleHyphenIsPositional() throws {
    #expect(
        try run("hide", "--", "--depth", "-v", "--", "--help").strings("nut")
            == ["--depth", "-v", "--", "--help"])
}

@Test func negativeNumbersAndHyphensAreValues() throws {
    #expect(try run("hide", "a", "--offset", "-2.5").number("offset") == -2.5)
    #expect(try run("hide", "a", "-o-1e3").number("offset") == -1000)
    #expect(try run("hide", "-", "-5", "- a nut").strings("nut") == ["-", "-5", "- a nut"])
}

@Test func anEmptyValueIsAValue() throws {
    #expect(try run("hide", "a", "--tag=", "--tag", "").strings("tag") == ["", ""])
    #expect(try run("hide", "").strings("nut") == [""])
}

@Test func aValueKeepsItsEqualsSigns() throws {
    #expect(try run("hide", "a", "--tag=k=v").strings("tag") == ["k=v"])
    #expect(try run("hide", "a", "-tk=v").strings("tag") == ["k=v"])
}

@Test func repeatingOptionsKeepTheirOrder() throws {
    #expect(try run("hide", "-t", "b", "a", "--tag", "a", "-tc").strings("tag") == ["b", "a", "c"])
    #expect(try run("hide", "a").strings("tag") == [])
}

@Test func aNegatableFlagHasThreeStates() throws {
    #expect(try run("find", "x").flag("color"))
    #expect(try run("find", "x").source(of: "color") == .standard)
    #expect(try run("find", "x", "--color").source(of: "color") == .commandLine)
    #expect(try !run("find", "x", "--no-color").flag("color"))
}

@Test func defaultsFillWhatIsNotGiven() throws {
    let command = try run("hide", "a")
    #expect(command.integer("depth") == 10)
    #expect(command.integer("depth", default: 10) == 10)
    #expect(command.number("offset", default: 1.5) == 1.5)
    #expect(command.string("kind") == nil)
    #expect(command.string("kind", default: "hazel") == "hazel")
    #expect(command.source(of: "kind") == nil)
}

@Test func anOptionalArgumentMayBeMissing() throws {
    #expect(try run("find", "x").integer("count") == nil)
    #expect(try run("find", "x", "3").integer("count") == 3)
}

@Test func theCommandLineWinsOverTheEnvironmentAndThatOverTheDefault() throws {
    let environment = ["SQUIRREL_DEPTH": "7", "TAGS": "a, b,,c ", "SQUIRREL_HOME": ""]
    let command = try run("hide", "x", environment: environment)
    #expect(command.integer("depth") == 7)
    #expect(command.source(of: "depth") == .environment("SQUIRREL_DEPTH"))
    #expect(command.strings("tag") == ["a", "b", "c"])
    #expect(command.string("home") == nil)
    #expect(try run("hide", "x", "-d3", environment: environment).integer("depth") == 3)
}

@Test func whoAsksForHelpGetsItWhateverElseIsWrong() throws {
    let find = try help("find", "--help")
    #expect(find.contains("usage: squirrel find [options] QUERY [COUNT]"))
    #expect(try help("help", "find") == find)
    #expect(try help("find", "-h") == find)
    #expect(try help("find", "--limt", "3", "--help") == find)
    #expect(try help("find", "--limit", "--help") == find)
    #expect(try help("tree", "help", "grow") == help("tree", "grow", "--help"))
    #expect(try help() == help("--help"))
    #expect(try help("help") == help("-h"))
}

@Test func theVersionIsTheRootsAlone() throws {
    guard case .version = try parse(["--version"], as: program) else { throw NotACommand() }
    #expect(complaint("find", "--version").hasPrefix("unknown option '--version'"))
}
