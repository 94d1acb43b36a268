import Foundation
import Testing

/// `make demo`, as whoever comes across it runs it.
@Suite(.enabled(if: EventsHome.isPossible, Comment(rawValue: EventsHome.missing)))
struct EventsDemoTests {
    @Test func theDemoAsksTenQuestionsAndAnswersThem() throws {
        let home = try CommandHome()
        let run = try home.start(
            "/bin/bash", [EventsHome.folder.appending(path: "demo").path], model: true,
            environment: ["DORMOUSE": CommandHome.program]
        ).wait()
        #expect(run.code == 0, "\(run.errors)")
        let parts = run.output.components(separatedBy: "\n\n").filter {
            $0.range(of: "^[0-9]+\\. ", options: .regularExpression) != nil
        }
        #expect(parts.count == 10, "\(run.output)")
        for part in parts {
            #expect(part.split(separator: "\n").count > 2, "no answer: \(part)")
        }
        #expect(run.output.contains("published: 208 events, 21 speakers"))
        // Two people of one name are two; a misspelt one is found.
        #expect(run.output.contains("Compiler Engineer") && run.output.contains("Railway Engineer"))
        #expect(run.output.contains("Tomasz Wójcik"))
    }
}
