import Foundation

extension Home {
    /// The name of the home's owner where this process is somebody else, who cannot hand back what it
    /// makes there: the owner may not open it.
    public var foreignOwner: String? {
        guard geteuid() != 0, let owner = FileOwner.user(of: directory.path), owner != geteuid()
        else { return nil }
        return FileOwner.name(owner)
    }

    /// Gives what root made in the home of another user to that user, who could not open it
    /// otherwise. A link is not followed, and a file that has a second name somewhere stays: the
    /// owner of the folder may have put either there.
    public func handBack() {
        guard geteuid() == 0 else { return }
        let folder = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        var status = stat()
        guard fstat(folder, &status) == 0, status.st_uid != 0 else {
            close(folder)
            return
        }
        FileOwner.handBack(folder, to: status.st_uid, group: status.st_gid) { name in
            Self.ownNames.contains { name.hasPrefix($0) }
        }
    }
}
