import Arguments
import Foundation
import Memory
import Wire

/// The options that choose memories, for every command that has them.
enum FilterOptions {
    static let specs: [OptionSpec] = [
        .value(
            "tag", "NAME", repeating: true,
            help: "only with this tag or one below it, as home/garden; all that are given"),
        .value("session", "NAME", help: "only of this talk or task"),
        .value("speaker", "NAME", help: "only said by this one"),
        .value(
            "metadata", "KEY=VALUE", repeating: true, help: "only with this in the metadata"),
        .value("since", "TIME", help: "only what happened then or later: 2026-03-02, 2026-03"),
        .value(
            "until", "TIME",
            help: "only what happened before then; a day, month or year counts whole"),
    ]

    /// - Throws: a usage error for a time or pair that cannot be read, and where nothing can be
    ///   between two times.
    static func filter(_ invocation: Invocation) throws -> MemoryFilter {
        let command = invocation.command
        var filter = MemoryFilter()
        filter.tags = command.strings("tag")
        filter.sessionID = command.string("session")
        filter.speaker = command.string("speaker")
        filter.metadata = try command.strings("metadata").map { pair in
            guard let entry = MemoryFilter.entry(pair) else {
                throw command.usageError(
                    "--metadata '\(pair)' is not KEY=VALUE", suggestion: "such as status=done")
            }
            return entry
        }
        filter.since = try invocation.bound("since")
        filter.until = try invocation.bound("until", end: true)
        if let since = filter.since, let until = filter.until, until <= since {
            throw command.usageError(
                "nothing happens from --since '\(command.string("since") ?? "")' until "
                    + "'\(command.string("until") ?? "")'",
                suggestion: "--until must be later than --since")
        }
        return filter
    }
}
