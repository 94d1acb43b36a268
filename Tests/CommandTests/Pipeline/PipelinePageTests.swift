import Arguments
import Foundation
import Testing

@testable import dormouse

/// What docs/pipeline.md promises.
@Suite struct PipelinePageTests {
    private let page: String

    init() throws {
        let file = CommandHome.checkout.appending(path: "docs/pipeline.md")
        page = try String(contentsOf: file, encoding: .utf8)
    }

    private static func commands(_ spec: CommandSpec) -> [[String]] {
        spec.subcommands.isEmpty
            ? [[]]
            : spec.subcommands.filter { !$0.isHidden }
                .flatMap { sub in commands(sub).map { [sub.name] + $0 } }
    }

    @Test func everyCommandIsNamedAndNoneThatIsNotThere() {
        let known = Self.commands(PipelineCommand.spec).map { $0.joined(separator: " ") }
        for command in known { #expect(page.contains(command), "\(command)") }
        for match in page.matches(of: /(?m)^dormouse pipeline ([a-z-]+)/) {
            let name = String(match.1)
            #expect(PipelineCommand.spec.subcommands.contains { $0.name == name }, "\(name)")
        }
    }

    /// Each selection of the table and of the list of those refused.
    @Test(
        arguments: [
            ("+stg_orders", 0), ("2+customers+1", 0), ("@stg_orders", 0), ("shop.staging.*", 0),
            ("tag:mart", 0), ("path:models", 0), ("file:customers.sql", 0), ("package:shop", 0),
            ("source:x", 0), ("exposure:x", 0), ("group:x", 0), ("access:protected", 0),
            ("resource_type:seed", 0), ("test_type:generic", 0), ("test_name:unique", 0),
            ("config.materialized:view", 0), ("config.meta.owner:ada", 0), ("version:latest", 0),
            ("metric:x", 0), ("semantic_model:x", 0), ("saved_query:x", 0), ("unit_test:x", 0),
            ("function:x", 0), ("source_status:fresher", 2),
        ] as [(String, Int32)])
    func selectionsAreTakenOrRefused(_ select: String, _ code: Int32) throws {
        let home = try PipelineHome()
        let result = try home.run("ls", "-s", select)
        #expect(result.code == code, "\(result.errors)")
        if code == 2 { #expect(result.errors.contains("not supported"), "\(result.errors)") }
        let method = select.split(separator: ":").first.map { $0 + ":" } ?? ""
        if select.contains(":") { #expect(page.contains(method), "\(method)") }
    }
}
