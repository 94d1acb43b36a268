import Arguments
import DormouseServer
import JSON
import Memory

enum TokenRevokeCommand: Command {
    static let spec = CommandSpec(
        "revoke", abstract: "Refuse a token from now on",
        examples: [Example("dormouse token revoke laptop", "by name, or by the id of the list")],
        arguments: [ArgumentSpec("token", .required, help: "a name or an id")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.string("token", default: "")
        let gone = try TokenFile(home: invocation.home).revoke(name)
        guard !gone.isEmpty else {
            throw MemoryError(
                .notFound, "there is no token '\(name)'; dormouse token list shows those there are")
        }
        if invocation.wantsJSON {
            invocation.console.print(json: ["revoked": .array(gone.map(\.json))])
        } else {
            for token in gone { invocation.console.print("revoked '\(token.name)' (\(token.id))") }
        }
        return 0
    }
}
