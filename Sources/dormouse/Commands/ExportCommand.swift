import Arguments
import Memory

enum ExportCommand: Command {
    static let spec = CommandSpec(
        "export", abstract: "Print every memory as a line of JSON",
        discussion: """
            'import' takes the lines back without loss: ids, times to the microsecond, accesses. \
            Exports all namespaces, or the one that --namespace names.
            """,
        examples: [
            Example("dormouse export > backup.jsonl", "everything"),
            Example("dormouse export --namespace notes | head", "one namespace"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let engine = try invocation.engine()
        let namespace = invocation.namespaceIsAsked ? invocation.namespace : nil
        let console = invocation.console
        do {
            let count = try engine.export(namespace: namespace) { line in
                // The last line may still fail: what is said below asks again.
                if console.outputIsClosed || console.outputFailure != nil {
                    throw MemoryError(.cancelled, "the export cannot be written on")
                }
                console.write(trusted: line + "\n")
            }
            if console.outputFailure == nil {
                console.note("exported \(counted(count, "memory", plural: "memories"))")
            }
        } catch {
            // As with `| head`, the reader has what it wanted; or the failure is said at the end.
            guard error.code == .cancelled else { throw error }
        }
        return 0
    }
}
