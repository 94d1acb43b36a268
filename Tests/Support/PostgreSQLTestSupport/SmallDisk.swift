public import Foundation
public import PostgreSQL

/// A file system of a few MB, to see what happens when it is full. Only root can make one.
public final class SmallDisk: Sendable {
    public let path: String

    /// One for a home, in a folder that is there; nil where it cannot be made here.
    public init?(at folder: URL, megabytes: Int) {
        path = folder.path
        guard geteuid() == 0, mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            return nil
        }
    }

    /// One of 8 MB for a tablespace; nil where it cannot be made here.
    public init?(for server: PrivateServer) throws {
        path = server.folder.appending(path: "small").path
        guard geteuid() == 0, let owner = getpwnam("nobody") else { return nil }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let options = "size=8m,uid=\(owner.pointee.pw_uid),gid=\(owner.pointee.pw_gid),mode=700"
        guard mount("tmpfs", path, "tmpfs", 0, options) == 0 else { return nil }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }
}
