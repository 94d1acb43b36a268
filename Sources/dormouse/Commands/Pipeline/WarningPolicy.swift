import Arguments
import Jinja
import Pipeline

/// Which warnings are errors: `--warn-error` and `--warn-error-options`.
///
/// Of dbt's names of warnings only that of tests, `LogTestResult`, tells one from the others here:
/// all other warnings go together.
struct WarningPolicy {
    /// Whether what is noticed while reading, or during a run, ends the command.
    let fails: Bool
    /// Whether tests that warn fail.
    let failsTests: Bool
    /// Whether warnings are said at all.
    let isSilent: Bool

    private static let tests = "LogTestResult"

    init(_ command: ParsedCommand) throws {
        let isStrict = command.flag("warn-error")
        guard let text = command.string("warn-error-options") else {
            (fails, failsTests, isSilent) = (isStrict, isStrict, false)
            return
        }
        let options = try Workspace.mapping(text, option: "--warn-error-options")
        func names(_ keys: [String]) -> [String] {
            keys.flatMap { key in
                options[key].map { $0.elements?.compactMap(\.string) ?? [$0.string ?? ""] } ?? []
            }
        }
        let errors = names(["error", "include"])
        let spared = names(["warn", "exclude"])
        let silenced = names(["silence"])
        let isAll = isStrict || errors.contains { ["all", "*"].contains($0) }
        fails = isAll
        failsTests = (isAll && !spared.contains(Self.tests)) || errors.contains(Self.tests)
        isSilent = silenced.contains { ["all", "*"].contains($0) }
    }
}
