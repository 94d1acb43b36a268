import Arguments
import Foundation
import JSON
import Schema

enum MigrateNewCommand: Command {
    static let spec = CommandSpec(
        "new", abstract: "Begin a migration: two files, one for each way",
        discussion: """
            The version is the next number of the folder, with as many digits; a time where the \
            folder's versions are times.
            """,
        examples: [
            Example("dormouse migrate new add_users", "0001_add_users.up.sql and .down.sql"),
            Example("dormouse migrate new add_users --timestamp", "20260214093000_add_users…"),
        ],
        arguments: [ArgumentSpec("name", help: "what it does, in a few words")],
        options: [
            .flag("timestamp", help: "number it by the time in UTC instead of counting on")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let path = MigrateCommand.path(invocation)
        let files = FileManager.default
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        let folder = try MigrationFolder(path: path)
        let words = invocation.command.string("name", default: "").lowercased()
            .split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
        guard !words.isEmpty else {
            throw invocation.command.usageError("a migration needs a name with letters in it")
        }
        let version = MigrationNumbering.next(
            after: folder.migrations.map(\.version), byTime: invocation.command.flag("timestamp"),
            now: Date())
        let stem = "\(path)/\(version)_\(words)"
        let texts = [
            "\(stem).up.sql": "-- \(words.replacing("_", with: " "))\n\n",
            "\(stem).down.sql": "-- undo: \(words.replacing("_", with: " "))\n\n",
        ]
        for (file, text) in texts.sorted(by: { $0.key > $1.key }) {
            guard files.createFile(atPath: file, contents: Data(text.utf8)) else {
                throw MigrationError(.folderUnreadable, "cannot write \(file)")
            }
        }
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "version": .string(version), "up": .string("\(stem).up.sql"),
                "down": .string("\(stem).down.sql"),
            ])
        } else {
            for file in texts.keys.sorted(by: >) { invocation.console.print("\(file)") }
        }
        return 0
    }
}
