import Arguments
import Endpoints
import JSON

enum EndpointsAskCommand: Command {
    static let spec = CommandSpec(
        "ask", abstract: "Ask an endpoint, without a server in between",
        examples: [
            Example("dormouse endpoints ask search q=\"vector databases\" k=3", "as a table"),
            Example("dormouse endpoints ask search q=vectors --json", "as it is served"),
        ],
        arguments: [
            ArgumentSpec("name", .required, help: "which endpoint"),
            ArgumentSpec("value", .repeating, help: "NAME=VALUE, once for each parameter"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        guard let database = try invocation.endpoints() else {
            throw command.usageError(
                "no endpoint is declared",
                suggestion: "declare one under endpoints in dormouse.yml: docs/endpoints.md")
        }
        let endpoint = try database.endpoint(named: command.string("name") ?? "")
        var texts: [String: [String]] = [:]
        for pair in command.strings("value") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty else {
                throw command.usageError("'\(pair)' is not NAME=VALUE")
            }
            texts[String(halves[0]), default: []].append(String(halves[1]))
        }
        var given: JSON.Object = [:]
        for (name, values) in texts {
            guard let parameter = endpoint.asked.first(where: { $0.name == name }) else {
                given[name] = JSON(values)
                continue
            }
            given[name] = try parameter.value(ofQuery: values)
        }
        let asked = given
        let answer = try waiting {
            let answer = try await database.ask(endpoint, asked)
            await database.close()
            return answer
        }
        if invocation.wantsJSON {
            invocation.console.print(
                json: ["rows": .array(answer.rows), "more": .bool(answer.hasMore)])
        } else {
            print(answer, on: invocation.console)
        }
        return 0
    }

    private static func print(_ answer: EndpointDatabase.Answer, on console: Console) {
        guard let names = answer.rows.first?.object?.keys else {
            console.print("no rows")
            return
        }
        var table = Table(
            names.map { name in
                let isNumber = answer.rows.allSatisfy { $0[name]?.double != nil }
                return .init(singleLine(name), isNumber ? .right : .left)
            })
        for row in answer.rows {
            table.add(
                names.map { name in
                    guard let value = row[name], !value.isNull else { return "" }
                    return value.string ?? value.text()
                })
        }
        console.print(table)
        if answer.hasMore { console.note("There are more rows; the endpoint gives so many.") }
    }
}
