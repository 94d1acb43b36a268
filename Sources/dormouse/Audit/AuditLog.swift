import Foundation
import Governor
import Hashing
import JSON

/// Who did what, as lines of JSON that each carry the hash of the one before.
///
/// The last number and hash are kept in a file beside it as well, so that lines cut from the end are
/// noticed. Nothing of what a command was given is in it: no text, no value, no address.
struct AuditLog {
    let folder: URL
    /// A file that is larger than this is put aside.
    var maximumBytes = 8 << 20
    /// So many files put aside are kept.
    var maximumFiles = 9

    static let noHash = String(repeating: "0", count: 64)

    var file: URL { folder.appending(path: "audit.jsonl") }
    private var head: URL { folder.appending(path: "audit.head") }

    /// What is known of the end.
    struct Head: Equatable {
        var number = 0
        var hash = AuditLog.noHash
    }

    /// What one line says.
    struct Entry: Equatable {
        var number: Int
        var at: String
        /// `ran`, `read`, `changed`, `erased`, `refused`, `rolled_back` or `alert`.
        var event: String
        /// The command, or the alert.
        var subject: String
        var outcome: String
        var user: Int
        var process: Int
        var previous: String

        var fields: JSON.Object {
            [
                "number": .int(number), "at": .string(at), "event": .string(event),
                "subject": .string(subject), "outcome": .string(outcome), "user": .int(user),
                "process": .int(process), "previous": .string(previous),
            ]
        }

        var hash: String { SHA256.hexadecimal(JSON.object(fields).text()) }

        var line: String {
            var object = fields
            object["hash"] = .string(hash)
            return JSON.object(object).text() + "\n"
        }
    }

    /// Adds a line; where that cannot be done it is lost, and the work goes on.
    func add(event: String, subject: String, outcome: String, at: Date) {
        guard
            let lock = LockedFile(folder.appending(path: "audit.lock").path, patience: .seconds(1))
        else {
            return
        }
        defer { withExtendedLifetime(lock) {} }
        let known = readHead()
        let entry = Entry(
            number: known.number + 1, at: at.formatted(.iso8601), event: event, subject: subject,
            outcome: outcome, user: Int(geteuid()), process: Int(getpid()), previous: known.hash)
        rotate(known)
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // After a line that was cut comes a new one.
        var last: UInt8 = 0x0A
        let size = lseek(descriptor, 0, SEEK_END)
        if size > 0 { pread(descriptor, &last, 1, size - 1) }
        let text = (last == 0x0A ? "" : "\n") + entry.line
        guard text.withCString({ write(descriptor, $0, strlen($0)) }) == text.utf8.count else {
            return
        }
        writeHead("\(entry.number) \(entry.hash)\n")
    }

    /// Whole or not at all, and its owner's from the first moment.
    private func writeHead(_ text: String) {
        let fresh = head.appendingPathExtension("new").path
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let isWhole = text.withCString { write(descriptor, $0, strlen($0)) } == text.utf8.count
        close(descriptor)
        if isWhole { rename(fresh, head.path) } else { unlink(fresh) }
    }

    private func readHead() -> Head {
        let text = (try? String(contentsOf: head, encoding: .utf8)) ?? ""
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let number = Int(words[0]) else { return Head() }
        return Head(number: number, hash: String(words[1]))
    }

    private func rotate(_ known: Head) {
        var status = stat()
        guard stat(file.path, &status) == 0, status.st_size > maximumBytes else { return }
        let digits = String(known.number)
        let name = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        rename(file.path, folder.appending(path: "audit-\(name).jsonl").path)
        for old in aside.dropLast(maximumFiles) { unlink(old.path) }
    }

    /// The files put aside, the oldest first.
    private var aside: [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix("audit-") && $0.hasSuffix(".jsonl") }.sorted()
            .map { folder.appending(path: $0) }
    }

    /// All lines that are kept, with the file and the number of the line in it.
    func lines() -> [(file: URL, number: Int, text: String)] {
        (aside + [file]).flatMap { file in
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").enumerated().map { (file, $0 + 1, String($1)) }
        }
    }

    /// What is wrong with the log.
    struct Fault: Equatable {
        var place: String
        var reason: String
    }

    /// Looks whether any line was changed, added, taken out or cut.
    ///
    /// - Returns: how many lines are as they were written, and the first that is not.
    func verify() -> (lines: Int, fault: Fault?) {
        let known = readHead()
        var last: Head?
        var count = 0
        for (file, number, text) in lines() {
            let place = "\(file.lastPathComponent) line \(number)"
            guard let object = (try? JSON.parse(text))?.object, let entry = Entry(object),
                let hash = object["hash"]?.string
            else { return (count, Fault(place: place, reason: "is cut or no line of the log")) }
            guard entry.hash == hash, JSON.object(object).text() + "\n" == entry.line else {
                return (count, Fault(place: place, reason: "was changed"))
            }
            if let last, entry.previous != last.hash || entry.number != last.number + 1 {
                return (
                    count,
                    Fault(
                        place: place, reason: "does not follow the line before: lines are missing")
                )
            }
            if last == nil, entry.number == 1, entry.previous != Self.noHash {
                return (count, Fault(place: place, reason: "does not begin the log"))
            }
            // Only where files were given up does the log begin later.
            if last == nil, entry.number > 1, aside.count < maximumFiles {
                let reason = "lines 1 to \(entry.number - 1) are missing at its beginning"
                return (count, Fault(place: file.lastPathComponent, reason: reason))
            }
            last = Head(number: entry.number, hash: hash)
            count += 1
        }
        if (last ?? Head()) != known {
            let reason =
                known.number > (last?.number ?? 0)
                ? "lines \((last?.number ?? 0) + 1) to \(known.number) are missing at its end"
                : "does not end with what audit.head says"
            return (count, Fault(place: file.lastPathComponent, reason: reason))
        }
        return (count, nil)
    }
}

extension AuditLog.Entry {
    init?(_ object: JSON.Object) {
        guard let number = object["number"]?.int, let at = object["at"]?.string,
            let event = object["event"]?.string, let subject = object["subject"]?.string,
            let outcome = object["outcome"]?.string, let user = object["user"]?.int,
            let process = object["process"]?.int, let previous = object["previous"]?.string
        else { return nil }
        self.init(
            number: number, at: at, event: event, subject: subject, outcome: outcome, user: user,
            process: process, previous: previous)
    }
}
