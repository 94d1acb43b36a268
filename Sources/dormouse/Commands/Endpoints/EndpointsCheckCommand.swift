import Arguments
import Endpoints
import JSON

enum EndpointsCheckCommand: Command {
    static let spec = CommandSpec(
        "check", abstract: "Ask the database whether every endpoint can be asked, and only reads",
        discussion: "None is run. Exit code 1 where one cannot be used, with its name and why.",
        examples: [Example("dormouse endpoints check", "before a deployment")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        guard let database = try invocation.endpoints() else {
            invocation.console.print("no endpoint is declared; see docs/endpoints.md")
            return 0
        }
        let columns = try waiting {
            let columns = try await database.check()
            await database.close()
            return columns
        }
        let endpoints = database.configuration.endpoints
        if invocation.wantsJSON {
            invocation.console.print(
                json: .object(
                    JSON.Object(
                        endpoints.map { ($0.name, JSON((columns[$0.name] ?? []).map(\.name))) })))
            return 0
        }
        for endpoint in endpoints {
            let names = (columns[endpoint.name] ?? []).map(\.name).joined(separator: ", ")
            invocation.console.print("\(endpoint.name)  \(names, .dim)")
        }
        return 0
    }
}
