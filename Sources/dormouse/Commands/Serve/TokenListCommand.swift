import Arguments
import DormouseServer
import JSON
import Memory

enum TokenListCommand: Command {
    static let spec = CommandSpec(
        "list", abstract: "List tokens: names, namespaces, scopes, expiry; never the token",
        examples: [Example("dormouse token list", "a table")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let tokens = try TokenFile(home: invocation.home).all()
        if invocation.wantsJSON {
            invocation.console.print(json: ["tokens": .array(tokens.map(\.json))])
            return 0
        }
        guard !tokens.isEmpty else {
            invocation.console.note("there are no tokens; make one with dormouse token add NAME")
            return 0
        }
        let now = Invocation.now()
        var table = Table([
            .init("id"), .init("name"), .init("namespaces"), .init("scopes"), .init("expires"),
        ])
        for token in tokens {
            let expiry = token.expiresAt.map { $0.description } ?? "never"
            table.add([
                token.id, token.name, token.namespaces?.joined(separator: ", ") ?? "all",
                token.scopes.sorted().map(\.rawValue).joined(separator: ", "),
                token.isExpired(at: now) ? "expired \(expiry)" : expiry,
            ])
        }
        invocation.console.print(table)
        return 0
    }
}
