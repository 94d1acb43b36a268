import Arguments
import Endpoints
import JSON

enum EndpointsListCommand: Command {
    static let spec = CommandSpec(
        "list", abstract: "List the endpoints with their parameters",
        examples: [Example("dormouse endpoints list --json", "with JSON Schemas")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let endpoints = try EndpointConfiguration(try invocation.settings()).endpoints
        if invocation.wantsJSON {
            invocation.console.print(
                json: .array(
                    endpoints.map {
                        [
                            "name": .string($0.name), "summary": .string($0.summary),
                            "parameters": $0.inputSchema,
                        ]
                    }))
            return 0
        }
        if endpoints.isEmpty {
            invocation.console.print("no endpoint is declared; see docs/endpoints.md")
            return 0
        }
        var table = Table([.init("endpoint"), .init("parameters"), .init("what")])
        for endpoint in endpoints {
            let names = endpoint.asked.map { $0.isRequired ? $0.name : "[\($0.name)]" }
            table.add([endpoint.name, names.joined(separator: " "), endpoint.summary])
        }
        invocation.console.print(table)
        return 0
    }
}
