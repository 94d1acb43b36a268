import Foundation

extension Home {
    /// The name of the home's owner where this process is somebody else: what it makes there, the
    /// owner may not open.
    public var foreignOwner: String? {
        guard let owner = FileOwner.user(of: directory.path), owner != geteuid() else { return nil }
        return FileOwner.name(owner)
    }
}
