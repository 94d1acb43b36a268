import Foundation

extension MemoryEngine {
    /// Bytes of text above which vectors take so long that others get the home meanwhile.
    static let bytesWorthLettingGo = 16_384
    /// Bytes of text whose vectors are made and kept at once: what an interruption costs.
    static let bytesEmbeddedAtOnce = 262_144
    /// How long to wait for the files when vectors are made, which are not to be lost.
    private static let patience: Duration = .seconds(600)

    /// Makes the vector of what was just told, and of nothing else.
    public func embed(_ remembered: Remembered, told content: String) throws(MemoryError) {
        if remembered.outcome == .stored { try embed([(remembered.id, content)]) }
    }

    /// Makes the vectors of these memories.
    func embed(_ memories: [(id: UUID, content: String)]) throws(MemoryError) {
        let bytes = memories.reduce(0) { $0 + $1.content.utf8.count }
        let made = try besideOthers(bytes) { () throws(MemoryError) in
            try encoder.vectors(of: memories)
        }
        try store.keep(made, model: Encoder.modelName)
        if store.writings != nil { indexes.tell(.embedded(made)) }
    }

    /// Makes the vectors that are missing, a batch at a time; each batch is kept when it is made.
    ///
    /// - Parameter progress: called with how many are done and how many there are to do.
    /// - Returns: how many were made.
    @discardableResult
    public func embedMissing(progress: (Int, Int) -> Void = { _, _ in }) throws(MemoryError) -> Int
    {
        let total = try store.countWithoutEmbedding(model: Encoder.modelName)
        if total == 0 { return 0 }
        progress(0, total)
        // A few vectors are put into an index in memory; for many it is read again.
        let isFew = total <= 256
        if !isFew, store.writings != nil { indexes.removeAll() }
        var done = 0
        while true {
            let batch = try store.withoutEmbedding(model: Encoder.modelName, limit: 256)
            if batch.isEmpty { break }
            for piece in Self.pieces(of: batch.map { (id: $0.0, content: $0.1) }) {
                try embed(piece)
                done += piece.count
                progress(min(done, total), total)
            }
        }
        // Half a second, once: beside so many vectors it does not count.
        if done >= 64 { encoder.prepareForNextTime() }
        return done
    }

    /// Memories in their order, so many together as may be made at once; a longer one is alone.
    static func pieces(of memories: [(id: UUID, content: String)])
        -> [[(id: UUID, content: String)]]
    {
        var pieces: [[(id: UUID, content: String)]] = []
        var bytes = 0
        for memory in memories {
            let size = memory.content.utf8.count
            if pieces.isEmpty || bytes + size > bytesEmbeddedAtOnce {
                pieces.append([])
                bytes = 0
            }
            pieces[pieces.count - 1].append(memory)
            bytes += size
        }
        return pieces
    }

    /// Runs `body`, which needs nothing of the home's files. Where it takes long, and this process has
    /// them for one command only, other processes may have them meanwhile.
    ///
    /// - Parameter bytes: of the text that is worked on.
    func besideOthers<T>(_ bytes: Int, _ body: () throws(MemoryError) -> T) throws(MemoryError) -> T
    {
        guard let files, !options.isLongLived, bytes >= Self.bytesWorthLettingGo else {
            return try body()
        }
        try files.letGo()
        let made = Result { () throws(MemoryError) in try body() }
        try files.takeAgain(patience: max(Self.patience, options.patience))
        return try made.get()
    }
}
