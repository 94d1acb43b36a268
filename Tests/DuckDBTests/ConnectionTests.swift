import DuckDB
import Foundation
import Testing

func memoryConnection() throws -> Connection { try Database(path: nil).connect() }

@Test func valuesOfAnInterpolationAreBoundAndComeBack() throws {
    let connection = try memoryConnection()
    let id = UUID()
    let result = try connection.query(
        "SELECT \(id) AS id, \("it's") AS text, \(41) + 1 AS answer, \(nil as Int?) AS nothing")
    #expect(result[0, "id"] == .uuid(id))
    #expect(result[0, "text"] == "it's")
    #expect(result[0, "answer"] == 42)
    #expect(result[0, "nothing"] == .null)
}

@Test func theLibraryIsTheOneTheHeaderIsOf() {
    #expect(Database.libraryVersion == "v1.5.5")
}
