import Arguments
import DormouseServer
import Foundation
import JSON
import Memory

enum TokenAddCommand: Command {
    static let spec = CommandSpec(
        "add", abstract: "Make a token, and show it once",
        discussion: """
            Without --only-namespace it opens every namespace; without --scope it may read and \
            write. To rotate: add a second token, hand it over, revoke the first.
            """,
        examples: [
            Example("dormouse token add laptop --only-namespace notes", "read and write notes"),
            Example("dormouse token add prometheus --scope admin", "for /metrics"),
        ],
        arguments: [ArgumentSpec("name", .required, help: "whose it is, for lists")],
        options: [
            .value(
                "only-namespace", "NAME", repeating: true,
                help: "the only namespace it opens; may be given again"),
            .value(
                "scope", "SCOPE", .choice(Scope.allCases.map(\.rawValue)),
                defaultNote: "read, write", repeating: true,
                help: "what it may do; may be given again"),
            .value("expires", "TIME", defaultNote: "never", help: "from when on it is refused"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let name = command.string("name", default: "")
        let namespaces = command.strings("only-namespace")
        for namespace in namespaces { try MemoryDraft.validate(namespace: namespace) }
        let now = Invocation.now()
        let expiry = try invocation.moment("expires")
        if let expiry, expiry <= now {
            throw command.usageError("--expires is in the past: the token would never work")
        }
        let file = TokenFile(home: invocation.home)
        if try file.all().contains(where: { $0.name == name }) {
            throw MemoryError(
                .invalidInput,
                "there is a token '\(name)' already; choose another name, or revoke it first")
        }
        try invocation.home.create()
        let scopes = command.strings("scope").compactMap(Scope.init)
        var random = SystemRandomNumberGenerator()
        let made = AccessToken.make(
            name: name, namespaces: namespaces.isEmpty ? nil : namespaces,
            scopes: scopes.isEmpty ? [.read, .write] : Set(scopes), now: now, expiresAt: expiry,
            secret: (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
        try file.add(made.token)
        if invocation.wantsJSON {
            var object = made.token.json.object ?? [:]
            object["token"] = .string(made.text)
            invocation.console.print(json: .object(object))
        } else {
            invocation.console.print("\(made.text)")
            invocation.console.note(
                "token '\(name)' (\(made.token.id)); it is not shown again. Send it as: "
                    + "Authorization: Bearer …")
        }
        return 0
    }
}
