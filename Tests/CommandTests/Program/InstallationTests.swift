import Foundation
import Testing

@testable import dormouse

@Suite struct InstallationTests {
    /// DuckDB wants the folder above `VERSION/PLATFORM`; people name the one they see the files in.
    @Test func theFolderOfExtensionsIsFoundFromAboveAndFromInside() throws {
        let home = try CommandHome()
        let root = home.folder.appending(path: "lib/extensions")
        let inside = root.appending(path: "v1/linux")
        try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
        try Data().write(to: inside.appending(path: "a.duckdb_extension"))
        for named in [
            root, inside, inside.deletingLastPathComponent(), root.deletingLastPathComponent(),
        ] {
            #expect(Installation.extensionRoot(of: named.path) == root.path, "\(named.path)")
            #expect(Installation.extensionRoot(of: named.path + "/") == root.path)
        }
        let other = home.folder.appending(path: "other").path
        #expect(Installation.extensionRoot(of: other) == other)
    }
}
