import Arguments
import DuckDB
import Foundation
import Governor
import JSON

enum GovernorCleanCommand: Command {
    static let spec = CommandSpec(
        "clean", abstract: "Remove what processes that were killed have spilled",
        discussion: """
            Looks in the temporary directory of governor show and in the folders that are named. \
            Only directories of processes that have ended are removed; the same is done whenever \
            a database that spills there is opened.
            """,
        examples: [
            Example("dormouse governor clean", "where work spills"),
            Example("dormouse governor clean target/spill", "also in this folder"),
        ],
        arguments: [ArgumentSpec("folder", .repeating, help: "further folders that work spills to")]
    )

    static func run(_ invocation: Invocation) throws -> Int32 {
        let limits = try invocation.governorLimits()
        var folders = [limits.temporaryDirectory.value]
        folders += invocation.command.strings("folder")
        var removed: (directories: Int, bytes: Int64) = (0, 0)
        for folder in folders {
            let found = SpillDirectory.clean(folder)
            removed.directories += found.directories
            removed.bytes += found.bytes
        }
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "directories": JSON(removed.directories), "bytes": JSON(Int(removed.bytes)),
            ])
        } else if removed.directories == 0 {
            invocation.console.print("There is nothing to remove.")
        } else {
            let count = counted(
                removed.directories, "spilled directory", plural: "spilled directories")
            invocation.console.print("Removed \(count), \(bytesText(Int(removed.bytes))).")
        }
        return 0
    }
}
