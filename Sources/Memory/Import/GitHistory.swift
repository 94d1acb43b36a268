import Foundation
import JSON

/// Reads the commits of a git repository as memories: one a commit, at its author's time.
struct GitHistory {
    let namespace: String

    /// Whether `directory` is the work tree of a repository, or a bare one.
    static func isRepository(_ directory: URL) -> Bool {
        let files = FileManager.default
        return files.fileExists(atPath: directory.appending(path: ".git").path)
            || (files.fileExists(atPath: directory.appending(path: "HEAD").path)
                && files.fileExists(atPath: directory.appending(path: "objects").path))
    }

    /// All commits reachable from HEAD, oldest first.
    func drafts(of directory: URL) throws(MemoryError) -> [MemoryDraft] {
        // NUL is the one character that neither a message nor a name can hold. It stands before
        // each field and before the names of the files, which git prints by itself.
        let format = "%x00%H%x00%aI%x00%an%x00%ae%x00%B%x00"
        let output = try git(
            [
                "-c", "core.quotePath=false", "-c", "log.showSignature=false",
                "-c", "log.showRoot=true", "-c", "log.follow=false", "log", "--reverse",
                "--no-color", "--no-ext-diff", "--no-textconv",
                // Telling renames would read every file of every commit, which a partial clone
                // would have to fetch first.
                "--no-renames", "--name-only", "--encoding=UTF-8", "--format=" + format,
            ],
            in: directory)
        let name = directory.standardizedFileURL.lastPathComponent
        let parser = MomentParser(now: .earliest, zone: .gmt)
        var drafts: [MemoryDraft] = []
        let all = output.split(separator: "\0", omittingEmptySubsequences: false)
        for start in stride(from: 1, to: all.count - 5, by: 6) {
            let fields = Array(all[start..<start + 6])
            let message = fields[4].trimmingCharacters(in: .whitespacesAndNewlines)
            let files = fields[5].split(separator: "\n").map(String.init)
            var draft = MemoryDraft(
                namespace: namespace, content: message.isEmpty ? "(no message)" : message,
                time: parser.parse(String(fields[1])).map { .stated($0) } ?? .unknown(nil))
            draft.speaker = String(fields[2])
            draft.role = "user"
            // A day of one repository is what people mean by a session of work on it.
            draft.sessionID = "git/\(name)/\(fields[1].prefix(10))"
            draft.context = context(files)
            draft.metadata = metadata(
                commit: String(fields[0]), email: String(fields[3]),
                authoredAt: String(fields[1]), files: files)
            drafts.append(draft)
        }
        return drafts
    }

    private func context(_ files: [String]) -> String? {
        if files.isEmpty { return nil }
        let shown = files.prefix(8).joined(separator: ", ")
        return "files: " + shown + (files.count > 8 ? " and \(files.count - 8) more" : "")
    }

    private func metadata(commit: String, email: String, authoredAt: String, files: [String])
        -> String
    {
        JSON.object([
            "source": "git", "commit": .string(commit), "email": .string(email),
            "authored_at": .string(authoredAt), "files": .int(files.count),
        ]).text()
    }

    private func git(_ arguments: [String], in directory: URL) throws(MemoryError) -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", directory.path] + arguments
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch {
            throw MemoryError(.invalidInput, "cannot run git: \(error.systemReason)")
        }
        // Read before waiting: a pipe that fills up would stop git.
        let read = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let said = String(
                decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            throw MemoryError(
                .invalidInput,
                "git cannot read the history of \(directory.path): "
                    + said.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return String(decoding: read, as: UTF8.self)
    }
}
