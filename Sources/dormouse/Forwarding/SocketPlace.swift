import Foundation
import Hashing
import Memory

/// Where a socket of a home lies: in the home or, where a socket cannot have so long a path (107
/// bytes on Linux, 103 on a Mac), in a folder of this user's below /tmp, under a digest of the home's
/// path. Others find it in the home's lock file.
enum SocketPlace {
    /// - Throws: `homeUnusable` where that folder is not this user's alone.
    static func path(_ name: String, in home: Home) throws -> String {
        let path = home.directory.appending(path: name).path
        if LocalSocket.fits(path) { return path }
        let folder = "/tmp/dormouse-\(getuid())"
        mkdir(folder, 0o700)
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            status.st_uid == getuid(), status.st_mode & 0o077 == 0
        else {
            throw MemoryError(
                .homeUnusable,
                "the path of the home is too long for a socket, and \(folder), where the socket "
                    + "would lie instead, is not a folder of this user alone. Use a shorter home")
        }
        return "\(folder)/\(SHA256.hexadecimal(home.directory.path).prefix(16))-\(name)"
    }
}
