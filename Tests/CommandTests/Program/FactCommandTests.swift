import Foundation
import JSON
import Testing

/// Timelines, and what an agent is given for a task, as a person asks for them.
@Suite struct FactCommandTests {
    private let home: CommandHome

    init() throws {
        home = try CommandHome()
        let told = [
            ("I live in Antwerp now.", "2026-03-02"), ("Pears are ripe.", "2026-03-05"),
            ("I live in Ghent now.", "2026-03-28"), ("Will you visit?", "2026-03-29"),
        ]
        for (text, day) in told {
            _ = try home.run(
                "remember", text, "--at", day, "--speaker", "Nell", "--session", "diary")
        }
        _ = try home.run("sleep", "--as-of", "2026-04-01")
    }

    /// Whatever command takes it.
    @Test(arguments: [
        ["recall", "supper", "--as-of"], ["recall", "supper", "--known-at"],
        ["context", "supper", "--as-of"], ["facts", "--as-of"], ["sleep", "--as-of"],
        ["sleep", "plan", "--as-of"],
    ])
    func aDayIsSaidToBeItsBeginning(_ arguments: [String]) throws {
        #expect(try home.run("remember", "supper at eight", "--at", "2026-03-01").code == 0)
        let day = try home.start(CommandHome.program, arguments + ["2026-04-02"]).wait()
        #expect(day.code == 0, "\(day.errors)")
        #expect(day.errors.contains("2026-04-02 is the beginning of that day"), "\(day.errors)")
        let time = try home.start(CommandHome.program, arguments + ["2026-04-03 12:00"]).wait()
        #expect(time.code == 0 && !time.errors.contains("beginning"), "\(time.errors)")
    }

    @Test func aTimelineSaysWhatHeldWhen() throws {
        let now = try home.run("facts", "nell", "--as-of", "2026-04-01").output
        #expect(now.contains("Nell lives in Ghent since 2026-03-28"))
        #expect(!now.contains("Antwerp"))
        let all = try home.run("facts", "--history", "--as-of", "2026-04-01").output
        #expect(all.contains("Nell lives in Antwerp since 2026-03-02 until 2026-03-28"))
        let then = try home.run("facts", "--as-of", "2026-03-10", "--json").json()
        #expect(then["facts"]?.array?.map { $0["value"]?.string } == ["Antwerp"])
        #expect(try home.run("facts", "Ole").output.contains("no facts are known"))
    }

    @Test func aFactThatAnswersStandsAboveTheResults() throws {
        let answer = try home.run("recall", "Where does Nell live?", "--as-of", "2026-04-01")
        #expect(
            answer.output.contains("Nell lives in Ghent since 2026-03-28; before: Antwerp, from"))
        let json = try home.run(
            "recall", "Where does Nell live?", "--as-of", "2026-04-01", "--json"
        ).json()
        #expect(json["results"]?.array?.first?["content"]?.string == "I live in Ghent now.")
        #expect(json["knowledge"]?.array?.first?["before"]?.string == "Antwerp")
        let other = try home.run("recall", "Which pears are ripe?", "--json").json()
        #expect(other["knowledge"]?.array?.isEmpty == true)
    }

    @Test func aContextIsOneBlockWithinItsBudget() throws {
        let arguments = ["plan a visit to Nell", "--as-of", "2026-04-01"]
        let block = try home.run("context", arguments[0], arguments[1], arguments[2]).output
        let places = ["What is so:", "Nell lives in Ghent", "What was said:", "Left open:"].map {
            block.range(of: $0)?.lowerBound
        }
        #expect(!places.contains(nil))
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
        #expect(block.hasPrefix("<recalled_memories"))
        let again = try home.run("context", arguments[0], arguments[1], arguments[2]).output
        #expect(block == again)
        let small = try home.run(
            "context", arguments[0], arguments[1], arguments[2], "--budget", "120", "--json"
        ).json()
        #expect(small["tokens"]?.int ?? 1000 <= 120)
    }
}
