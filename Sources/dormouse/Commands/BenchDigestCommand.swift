import Arguments
import JSON
import Memory

/// `bench digest`: what sleep derived, as a number a table.
enum BenchDigestCommand: Command {
    static let spec = CommandSpec(
        "digest", abstract: "Print a digest of each table that sleep derived",
        discussion: """
            Sleep is deterministic: two homes with the same memories that slept at the same \
            --as-of have the same digests, whatever interrupted them.
            """,
        examples: [
            Example("dormouse bench digest", "a table"),
            Example("dormouse bench digest --home ~/other --json", "one object"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let digest = try invocation.engine().derivedDigest()
        if invocation.wantsJSON {
            invocation.console.print(json: digest)
            return 0
        }
        var table = Table([.init("table"), .init("rows", .right), .init("digest")])
        for entry in digest.object?.entries ?? [] {
            table.add([
                entry.key, grouped(entry.value["rows"]?.int ?? 0),
                entry.value["digest"]?.string ?? "",
            ])
        }
        invocation.console.print(table)
        return 0
    }
}
