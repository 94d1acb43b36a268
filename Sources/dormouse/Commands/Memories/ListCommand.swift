import Arguments
import Foundation
import JSON
import Memory
import Wire

enum ListCommand: Command {
    static let spec = CommandSpec(
        "list", abstract: "List memories by time, tag, session, speaker or metadata",
        discussion: """
            The latest first, a page at a time; what follows is asked for with the cursor that is \
            printed at its end. Listing does not count as recalling.
            """,
        examples: [
            Example("dormouse list --speaker Ada --since 2026-03-01 --until 2026-03-31", "a month"),
            Example("dormouse list --tag home --metadata status=open", "by tag and metadata"),
            Example("dormouse list --limit 1000 --json", "for a program, with a cursor"),
        ],
        options: FilterOptions.specs + [
            .value("limit", short: "l", "N", .integer(1...10_000), default: "50", help: "how many"),
            .value("cursor", "CURSOR", help: "go on where a page ended"),
            .flag("oldest-first", help: "the other way round"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        var listing = MemoryListing(namespace: invocation.namespace)
        listing.filter = try FilterOptions.filter(invocation)
        listing.isOldestFirst = invocation.command.flag("oldest-first")
        return try MemoryList.run(listing, invocation)
    }
}

enum RecentCommand: Command {
    static let spec = CommandSpec(
        "recent", abstract: "List what was told last",
        discussion: "By when it was told, not by when it happened; 'list' goes by that.",
        examples: [
            Example("dormouse recent", "the last ten"),
            Example("dormouse recent --limit 3 --speaker Ada", "the last three that Ada said"),
        ],
        options: FilterOptions.specs + [
            .value("limit", short: "l", "N", .integer(1...10_000), default: "10", help: "how many"),
            .value("cursor", "CURSOR", help: "go on where a page ended"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        var listing = MemoryListing(namespace: invocation.namespace)
        listing.filter = try FilterOptions.filter(invocation)
        listing.order = .told
        listing.limit = 10
        return try MemoryList.run(listing, invocation)
    }
}

/// A list of memories, printed.
enum MemoryList {
    static func run(_ wanted: MemoryListing, _ invocation: Invocation) throws -> Int32 {
        var listing = wanted
        listing.limit = invocation.command.integer("limit", default: listing.limit)
        if let text = invocation.command.string("cursor") {
            guard let cursor = PageCursor(text) else {
                throw invocation.command.usageError(
                    "--cursor '\(text)' is not a cursor",
                    suggestion: "give the one that the page before ended with")
            }
            guard cursor.belongs(to: listing) else {
                throw invocation.command.usageError(
                    "--cursor '\(text)' is of another list",
                    suggestion: "give it with the command, namespace and order it came with")
            }
            listing.after = cursor
        }
        try invocation.requireStore()
        let engine = try invocation.engine()
        let page = try engine.list(listing)
        let marks = try engine.store.marks(namespace: listing.namespace)
        let tags = try engine.store.laterTags(namespace: listing.namespace)
        if invocation.wantsJSON {
            invocation.console.print(json: .object(page.json(marks, laterTags: tags)))
            return 0
        }
        if page.memories.isEmpty {
            invocation.console.note(
                TerminalText("nothing found in the namespace '\(singleLine(listing.namespace))'"))
        }
        for memory in page.memories {
            let marked = MemoryMark.words(memory, marks, tags[memory.id] ?? [])
            print(memory, marked: marked, on: invocation.console)
        }
        if let next = page.next {
            invocation.console.note("more with --cursor \(next.text)")
        }
        return 0
    }

    private static func print(_ memory: MemoryRecord, marked: [String], on console: Console) {
        let micros = memory.occurredAt.microseconds
        let time = absoluteTime(micros, secondsAheadOfUTC: secondsAheadOfUTC(at: micros))
        let told = ([memory.speaker, memory.sessionID].compactMap { $0 } + marked).map(singleLine)
        let width = console.settings.wrappingWidth
        let taken = displayWidth("\(time)    \(shortID(memory.id))")
        console.print(
            "\(time, .blue)  "
                + TerminalText(truncated(told.joined(separator: " · "), to: max(8, width - taken)))
                + "  \(shortID(memory.id), .dim)")
        for line in excerptLines(memory.content, width: width - 4, most: 6) {
            console.print(TerminalText("    " + line))
        }
    }
}

/// What was said of a memory later, in words.
enum MemoryMark {
    static func words(_ memory: MemoryRecord, _ marks: MemoryMarks, _ tags: [String]) -> [String] {
        var words = (memory.tags + tags).map { "#" + $0 }
        if marks.pins[memory.id] == true { words.append("pinned") }
        if let by = marks.corrections[memory.id]?.by { words.append("corrected by \(shortID(by))") }
        if let corrected = memory.supersedes { words.append("corrects \(shortID(corrected))") }
        return words
    }
}
