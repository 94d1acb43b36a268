import Foundation
import Testing

@testable import Memory

/// Vectors take long, and nobody waits for them: the home is others' meanwhile.
@Suite struct EmbeddingBesideOthersTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    @Test func othersHaveTheHomeWhileManyVectorsAreMade() throws {
        let engine = try home.open()
        _ = try engine.remember(try MemoryDraft("before"))
        let made = try engine.besideOthers(MemoryEngine.bytesWorthLettingGo) {
            () throws(MemoryError) in
            let other = memoryError {
                let other = try home.open(patience: .milliseconds(100))
                _ = try other.remember(try MemoryDraft("meanwhile"))
            }
            #expect(other == nil, "\(String(describing: other))")
            return 7
        }
        #expect(made == 7)
        _ = try engine.remember(try MemoryDraft("after"))
        #expect(try Set(engine.all().map(\.content)) == ["before", "meanwhile", "after"])
    }

    /// To let go costs more than a few vectors.
    @Test func aFewVectorsAreMadeInTheHome() throws {
        let engine = try home.open()
        try engine.besideOthers(MemoryEngine.bytesWorthLettingGo - 1) { () throws(MemoryError) in
            let other = memoryError { _ = try home.open(patience: .milliseconds(50)) }
            #expect(other?.code == .homeBusy)
        }
    }

    /// An interruption costs what was made at once, and no more.
    @Test func aBatchOfLongTextsIsMadeInPieces() {
        func sizes(_ bytes: [Int]) -> [[Int]] {
            let texts = bytes.map { (id: UUID(), content: String(repeating: "x", count: $0)) }
            return MemoryEngine.pieces(of: texts).map { $0.map(\.content.utf8.count) }
        }
        let most = MemoryEngine.bytesEmbeddedAtOnce
        #expect(sizes([]) == [])
        #expect(sizes([1, 2, 3]) == [[1, 2, 3]])
        #expect(
            sizes([most, 1, most - 1, 2, 3 * most, 4]) == [
                [most], [1, most - 1], [2], [3 * most], [4],
            ])
    }
}
