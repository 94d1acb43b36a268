import Testing

@testable import Search

@Suite struct VectorTableTests {
    private func table(_ rows: Int, dimensions: Int = 24) -> VectorTable {
        var table = VectorTable(dimensions: dimensions)
        var state: UInt64 = 7
        for _ in 0..<rows {
            let vector = (0..<dimensions).map { _ -> Float in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(state >> 40) / Float(1 << 24) - 0.5
            }
            vector.withUnsafeBufferPointer { table.append($0) }
        }
        return table
    }

    @Test func everyRowGetsItsDotProduct() {
        let table = table(50)
        let query = Array(table[3])
        let products = table.dotProducts(with: query)
        for row in 0..<50 {
            let expected = zip(table[row], query).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            #expect(abs(products[row] - expected) < 1e-5)
        }
    }

    @Test func threadsDoNotChangeABit() {
        let table = table(9001)
        let query = Array(table[8000])
        #expect(
            table.dotProducts(with: query, threads: 1) == table.dotProducts(with: query, threads: 2)
        )
    }

    @Test func aScanOfAPrefixStopsThere() {
        let table = table(10)
        let query = Array(table[0])
        #expect(
            table.dotProducts(with: query, count: 4) == Array(table.dotProducts(with: query)[..<4]))
    }

    @Test func aMissingVectorIsNearToNothing() {
        var table = VectorTable(dimensions: 8)
        table.appendMissing()
        #expect(table.dotProducts(with: [1, 2, 3, 4, 5, 6, 7, 8]) == [0])
        [Float](repeating: 1, count: 8).withUnsafeBufferPointer { table.replace(0, with: $0) }
        #expect(table.dotProducts(with: [1, 0, 0, 0, 0, 0, 0, 0]) == [1])
    }
}
