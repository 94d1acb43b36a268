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

    static func user(of path: String) -> uid_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_uid : nil
    }

    static func name(_ user: uid_t) -> String {
        guard let entry = getpwuid(user) else { return "\(user)" }
        return String(cString: entry.pointee.pw_name)
    }
}
