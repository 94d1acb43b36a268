import Foundation

/// Whose the files of a home are: a command run by somebody else, as by root with `sudo`, leaves
/// files there that the home's owner cannot open.
enum FileOwner {
    /// What to do where a file of a home may not be opened.
    static func remedy(file: String) -> String {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        guard let owner = user(of: file), let own = user(of: folder), own == geteuid(), owner != own
        else { return "Run this as the owner of the home, or name another home with --home" }
        return "It belongs to \(name(owner)), who ran a command in this home. "
            + "Give it back, as root: chown -R \(name(own)) \(folder)"
    }

    /// Gives what root owns in an open folder, and below it, to another user; closes the folder.
    ///
    /// - Parameter isOurs: whether something in the folder, by its name, is to be given.
    static func handBack(
        _ folder: Int32, to user: uid_t, group: gid_t,
        where isOurs: (String) -> Bool = { _ in true }
    ) {
        guard let entries = fdopendir(folder) else {
            close(folder)
            return
        }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." || !isOurs(name) { continue }
            // Opened first, so that what is looked at is what is given away; a pipe is not waited for.
            let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard file >= 0 else { continue }
            var status = stat()
            let isFolder = fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            let isFile = status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
            if status.st_uid == 0, isFolder || isFile { fchown(file, user, group) }
            if isFolder { handBack(file, to: user, group: group) } else { close(file) }
        }
    }

    static func user(of path: String) -> uid_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_uid : nil
    }

    static func name(_ user: uid_t) -> String {
        guard let entry = getpwuid(user) else { return "\(user)" }
        return String(cString: entry.pointee.pw_name)
    }
}
