import DuckDB
import Foundation
import Synchronization

/// Whose the files are: other processes', for a while or from now on, and what takes their place.
extension FileAccess {
    /// Lets other processes have the files. Whoever wants something of them next takes them again.
    func letGo() throws(MemoryError) {
        try gate.exclusive { () throws(MemoryError) in
            try detach()
            lock.withLock { $0 = nil }
        }
    }

    /// Closes the files while `body` runs, so that another process can use them; the home stays this
    /// one's. Whoever wants something of them waits.
    func lend(_ body: () -> Void) throws(MemoryError) {
        try gate.exclusive { () throws(MemoryError) in
            try detach()
            body()
            // The other process may still be closing them.
            try attach(within: .seconds(10))
        }
    }

    /// Takes the files again, where they were let go.
    ///
    /// - Parameter patience: how long to wait for another process.
    func takeAgain(patience: Duration) throws(MemoryError) {
        try gate.exclusive { () throws(MemoryError) in
            if !isOpen.withLock(\.self) { try open(patience: patience) }
        }
    }

    /// Puts another file in the place of what sleep made. At any moment the old one is there or
    /// the new one.
    func replaceSleep(with file: URL) throws(MemoryError) {
        try alone { () throws(MemoryError) in
            try reporting(home.sleepFile.path) {
                try file.synchronize()
                try writer.execute("CHECKPOINT sleep")
                try writer.execute("USE memory")
                try sleep.detach()
                let isReplaced = rename(file.path, home.sleepFile.path) == 0
                let reason = String(cString: strerror(errno))
                try sleep.attach(readOnly: false)
                try writer.execute("USE sleep")
                if !isReplaced {
                    throw MemoryError(
                        .storage, "cannot replace \(home.sleepFile.path): \(reason)")
                }
                try home.directory.synchronize()
            }
        }
    }

    /// Copies what sleep made.
    func copySleep(to file: URL) throws(MemoryError) {
        try alone { () throws(MemoryError) in
            try reporting(file.path) {
                if !isReadOnly { try writer.execute("CHECKPOINT sleep") }
                guard isSleepThere else { return }
                try FileManager.default.copyItem(at: home.sleepFile, to: file)
            }
        }
    }

    /// Writes both files anew, so that no deleted byte stays in them.
    func rewrite() throws(MemoryError) {
        try alone { () throws(MemoryError) in
            do throws(MemoryError) {
                try reporting(home.storeFile.path) { try store.rewrite() }
                try reporting(home.sleepFile.path) {
                    try writer.execute("USE memory")
                    defer { try? writer.execute("USE sleep") }
                    try sleep.rewrite()
                }
            } catch {
                try reattach()
                throw error
            }
        }
    }
}

extension URL {
    /// Has the kernel write to disk what it still has of a file or folder.
    fileprivate func synchronize() throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw MemoryError(
                .storage, "cannot write \(path) to disk: \(String(cString: strerror(errno)))")
        }
    }
}
