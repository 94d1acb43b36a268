import Foundation

/// What is free on a disk.
enum Disk {
    /// Of the disk that a folder is on, for those who are not root; nil where it cannot be read.
    static func free(at folder: String) -> (bytes: Double, share: Double)? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0, status.f_blocks > 0 else { return nil }
        let block = Double(status.f_frsize)
        return (
            Double(status.f_bavail) * block, Double(status.f_bavail) / Double(status.f_blocks)
        )
    }

    static func size(of file: String) -> Double? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        return (attributes?[.size] as? Int).map(Double.init)
    }
}
