import Foundation
import Testing

@testable import Governor

@Suite struct SpillPlaceTests {
    private func folder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    @Test func aFolderThatIsNotThereYetIsFineWhereItCanBeMade() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = SpillPlace(path: folder.appending(path: "a/b").path)
        #expect(place.problem == nil && place.free != nil)
    }

    @Test func aFileAndALinkToNothingAreNoPlaces() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "file")
        try Data().write(to: file)
        #expect(SpillPlace(path: file.path).problem == "is a file")
        #expect(SpillPlace(path: file.path + "/x").problem?.contains("is a file") == true)
        let link = folder.appending(path: "link")
        try FileManager.default.createSymbolicLink(
            atPath: link.path, withDestinationPath: folder.path + "/gone")
        #expect(SpillPlace(path: link.path).problem == "is a symbolic link to nothing")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/shm")))
    func memoryThatLooksLikeADiskIsSeen() {
        #expect(SpillPlace(path: "/dev/shm").isMemory)
    }
}
