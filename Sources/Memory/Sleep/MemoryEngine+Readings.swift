import Foundation

extension MemoryEngine {
    /// How many memories one sleep reads at most: a large import is read over several nights.
    static let readingsPerSleep = 10_000

    /// Makes the vectors of what memories say, sentence by sentence, of those that have none; the
    /// ones told first come first.
    ///
    /// - Returns: how many readings were made; 0 where there is no model to make them.
    func makeReadings() throws(MemoryError) -> Int {
        let model = Encoder.modelName + Readings.suffix
        var place = try store.lastRead(model: model) ?? .start
        var (looked, made) = (0, 0)
        while looked < Self.readingsPerSleep {
            let batch = try store.withoutReadings(model: model, after: place, limit: 500)
            guard let last = batch.last else { break }
            let readings = batch.map { Readings.texts(of: $0.content, after: $0.before) }
            let vectors: [Float]
            do throws(MemoryError) {
                vectors = try encoder.vectors(of: readings.flatMap(\.self))
            } catch {
                // Without a model recall goes by words and whole memories.
                if error.code == .model { return made }
                throw error
            }
            var kept = PassageVectors()
            var row = 0
            for (memory, texts) in zip(batch, readings) {
                for number in texts.indices {
                    kept.append(
                        vectors[row * Encoder.dimensions..<(row + 1) * Encoder.dimensions],
                        of: memory.place.id, number: number + 1)
                    row += 1
                }
            }
            try store.keep(readings: kept, model: model)
            made += row
            looked += batch.count
            place = last.place
        }
        return made
    }
}
