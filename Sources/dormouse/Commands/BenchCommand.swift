import Arguments
import Foundation
import Memory

enum BenchCommand: Command {
    static let spec = CommandSpec(
        "bench", abstract: "Measure this machine and this program",
        discussion: """
            Each measures inside one process, in a temporary home; bench/run in the source \
            measures everything beside its limits and beside other programs.
            """,
        examples: [
            Example("dormouse bench recall conversations.json", "how well it recalls"),
            Example("dormouse bench speed --memories 10000", "how fast"),
        ],
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [
            BenchRecallCommand.self, BenchChangesCommand.self, BenchSpeedCommand.self,
            BenchRememberCommand.self, BenchSleepCommand.self, BenchEmbedCommand.self,
            BenchModelsCommand.self, BenchHybridCommand.self, BenchDigestCommand.self,
            BenchEngineCommand.self,
        ]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.last ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        return try part.run(invocation)
    }
}
