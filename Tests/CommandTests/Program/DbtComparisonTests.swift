import Foundation
import Testing

/// Projects that are run with dbt and with `dormouse pipeline`, step by step.
@Suite struct DbtComparisonTests {
    static let dbt = CommandHome.checkout.appending(path: ".prefix/dbt/bin/dbt").path
    static let isInstalled = FileManager.default.isExecutableFile(atPath: dbt)

    /// dbt takes half a minute for each; the others are run where `DORMOUSE_DBT_PROJECTS` is `all`.
    private static let projects =
        ["bakery", "clinic", "foundry", "ledger", "library"]
        + (ProcessInfo.processInfo.environment["DORMOUSE_DBT_PROJECTS"] == "all"
            ? [
                "apiary", "attic", "brewery", "cinema", "embassy", "harbour", "market", "museum",
                "observatory", "workshop",
            ] : [])

    @Test(
        .enabled(if: isInstalled, "dbt is not installed: scripts/install-dbt brings it"),
        arguments: projects)
    func everyStatusRelationAndRowIsAsWithDbt(project: String) throws {
        let home = try CommandHome()
        let compared = try home.start(
            CommandHome.checkout.appending(path: "scripts/compare-with-dbt").path,
            [
                "--program", CommandHome.program,
                CommandHome.checkout.appending(path: "Tests/Projects/\(project)").path,
            ]
        ).wait()
        #expect(compared.code == 0, "\(compared.output)\(compared.errors)")
        #expect(compared.lines.last?.contains("the same in") == true)
    }
}
