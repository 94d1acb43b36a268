import Foundation

extension MemoryEngine {
    /// How many bytes of sentences one sleep makes vectors of, more or less, and how many memories
    /// it looks at: a large import is read over several nights. Embedding them takes about as long
    /// as embedding so much text in the first place.
    static let bytesReadPerSleep = 2_000_000
    static let memoriesReadPerSleep = 100_000
    /// Who waits until nobody sleeps waits for so many to be read.
    private static let memoriesReadAtOnce = 200

    /// Makes the vectors of what memories say, sentence by sentence, of those that have none; the
    /// ones told first come first.
    ///
    /// - Returns: how many readings were made; 0 where there is no model to make them. And whether it
    ///   stopped before the end, for somebody who waits until nobody sleeps.
    func makeReadings() throws(MemoryError) -> (made: Int, gaveWay: Bool) {
        let model = Encoder.modelName + Readings.suffix
        var place = try store.lastRead(model: model) ?? .start
        var (looked, made, bytes) = (0, 0, 0)
        while looked < Self.memoriesReadPerSleep, bytes < Self.bytesReadPerSleep {
            // What was made so far stands, and the rest has no vectors of its own yet.
            if looked > 0, SleepWish.isThere(home) { return (made, true) }
            let batch = try store.withoutReadings(
                model: model, after: place, limit: Self.memoriesReadAtOnce)
            guard let last = batch.last else { break }
            let readings = batch.map { Readings.texts(of: $0.content, after: $0.before) }
            looked += batch.count
            place = last.place
            if readings.allSatisfy(\.isEmpty) { continue }
            let vectors: [Float]
            do throws(MemoryError) {
                let texts = readings.flatMap(\.self)
                vectors = try besideOthers(texts.reduce(0) { $0 + $1.utf8.count }) {
                    () throws(MemoryError) in try encoder.vectors(of: texts)
                }
            } catch {
                // Without a model recall goes by words and whole memories.
                if error.code == .model { return (made, false) }
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
            bytes += readings.reduce(0) { $1.reduce($0) { $0 + $1.utf8.count } }
        }
        return (made, false)
    }
}
