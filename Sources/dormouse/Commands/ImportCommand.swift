import Arguments
import Foundation
import JSON
import Memory
import Wire

enum ImportCommand: Command {
    static let spec = CommandSpec(
        "import", abstract: "Keep the memories of a file, a folder or a git repository",
        discussion: """
            Takes JSON Lines (what 'export' writes, or one object a line with "content" and, if \
            it has them, "speaker", "session", "occurred_at", "tags"…), a folder of Markdown \
            notes (a memory a section), a git history (a memory a commit) and conversations \
            ("session_1", "session_1_date_time"…). Importing the same again adds nothing. \
            A note that was edited replaces what it said, which stays as history; one that was moved \
            or renamed is no second note; links between notes become associations at the next sleep. \
            Nothing is imported when something cannot be read, unless --keep-going is given; the \
            exit code is 1 then, too. Symbolic links inside a folder are named and not followed.
            """,
        examples: [
            Example("dormouse import journal.jsonl", "one memory a line"),
            Example("dormouse import ~/notes --namespace notes", "a folder of Markdown notes"),
            Example("dormouse import . --format git", "the history of this repository"),
            Example(
                "dormouse import ~/vault --format markdown --format git",
                "notes under git: what they say now, and how they came about"),
        ],
        arguments: [ArgumentSpec("path", .required, .file, help: "a file or a folder")],
        options: [
            .value(
                "format", "FORMAT", .choice(ImportFormat.allCases.map(\.rawValue)),
                defaultNote: "detected from the path", repeating: true,
                help: "what the path holds; may be given again"),
            .flag("keep-going", help: "import what can be read where some cannot"),
            .flag("follow-links", help: "follow symbolic links inside a folder"),
            .flag("respect-erasures", help: "leave out what was erased here with forget"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let path = invocation.command.string("path", default: "")
        var request = ImportRequest(
            path: URL(fileURLWithPath: path), namespace: invocation.namespace)
        request.formats = invocation.command.strings("format").compactMap(ImportFormat.init)
        request.forcesNamespace = invocation.namespaceIsAsked
        request.keepsGoing = invocation.command.flag("keep-going")
        request.followsLinks = invocation.command.flag("follow-links")
        request.respectsErasures = invocation.command.flag("respect-erasures")
        let engine = try invocation.engine()
        engine.warmUp()

        let keeping = StepBar("keeping", on: invocation.console)
        let report = try engine.importMemories(request) { keeping.update(done: $0, total: $1) }
        keeping.abandon()
        var embedded = 0
        do { embedded = try invocation.embed(engine) } catch {
            invocation.console.warn(
                "kept, but without vectors for now: \(String(describing: error))")
        }
        show(report, embedded: embedded, invocation)
        return report.refused.isEmpty ? 0 : 1
    }

    private static func show(_ report: ImportReport, embedded: Int, _ invocation: Invocation) {
        if invocation.wantsJSON {
            invocation.console.print(json: report.json(embedded: embedded))
            return
        }
        invocation.console.note("recognised: \(report.recognition.reason)")
        for remark in report.remarks + report.refused {
            invocation.console.warn("\(remark.place): \(remark.reason)")
        }
        if report.restored > 0 {
            invocation.console.warn(
                "\(counted(report.restored, "memory", plural: "memories")) had been erased here and "
                    + "came back; --respect-erasures leaves such out")
        }
        let known = report.known > 0 ? ", \(grouped(report.known)) known already" : ""
        let refused =
            report.refused.isEmpty ? "" : ", \(grouped(report.refused.count)) refused"
        let withheld =
            report.withheld > 0 ? ", \(grouped(report.withheld)) erased before and left out" : ""
        let replaced =
            report.replaced > 0
            ? "; \(counted(report.replaced, "earlier version")) replaced and kept as history" : ""
        let notes = report.notes > 1 ? " in \(grouped(report.notes)) notes" : ""
        invocation.console.print(
            "kept \(grouped(report.stored)) of \(counted(report.read, "memory", plural: "memories"))\(notes)\(known)\(refused)\(withheld)\(replaced)"
        )
    }
}

extension Invocation {
    /// Makes the vectors that are missing, with a bar.
    func embed(_ engine: MemoryEngine) throws -> Int {
        let bar = StepBar("embedding", on: console)
        let made = try engine.embedMissing { bar.update(done: $0, total: $1) }
        bar.finish()
        return made
    }
}
