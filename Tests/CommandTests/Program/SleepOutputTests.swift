import Testing

@Suite struct SleepOutputTests {
    @Test func aSleepSaysInAFewLinesWhatWasLearntAndAllModelsWhereAsked() throws {
        let home = try CommandHome()
        _ = try home.run("remember", "Anna lives in Lisbon.", "--speaker", "Mara")
        let short = try home.run("sleep")
        let lines = short.output.split(separator: "\n")
        #expect(lines.count <= 6)
        #expect(lines.first?.contains("slept on 1 new memory in") == true)
        #expect(short.output.contains("1 episode new or changed"))
        #expect(short.output.contains("1 fact new or changed"))
        _ = try home.run("remember", "Anna has a dog.", "--speaker", "Mara")
        _ = try home.run("remember", "Anna has a cat.", "--speaker", "Mara")
        let verbose = try home.run("sleep", "--verbose").output
        #expect(verbose.contains("stg_memories"))
        #expect(verbose.contains("slept on 2 new memories in"))
        _ = try home.run("remember", "Anna has a bird.", "--speaker", "Mara")
        #expect(try home.run("sleep", "-q").output == "")
    }

    @Test func theMemoryLimitIsReadFromTheEnvironmentAndRefusedWhereItIsNone() throws {
        let home = try CommandHome()
        _ = try home.run("remember", "x")
        let refused = try home.run("sleep", environment: ["DORMOUSE_MEMORY_LIMIT": "plenty"])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("DORMOUSE_MEMORY_LIMIT 'plenty'"))
        #expect(try home.run("sleep", environment: ["DORMOUSE_MEMORY_LIMIT": "300MiB"]).code == 0)
    }
}
