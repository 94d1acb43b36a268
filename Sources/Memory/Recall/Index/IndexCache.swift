/// Indexes by namespace. Names are told apart byte by byte, as the store does: to `String` two
/// spellings of the same letter in Unicode are equal.
struct IndexCache {
    private var indexes: [[UInt8]: RecallIndex] = [:]

    subscript(namespace: String) -> RecallIndex? {
        get { indexes[Array(namespace.utf8)] }
        set { indexes[Array(namespace.utf8)] = newValue }
    }

    /// Takes an index out, so that changing it need not copy it.
    mutating func take(_ namespace: String) -> RecallIndex? {
        indexes.removeValue(forKey: Array(namespace.utf8))
    }

    /// Changes each where it stands.
    mutating func update(_ body: (inout RecallIndex) -> Void) {
        // The keys themselves would hold on to the indexes, and each would be copied.
        for namespace in Array(indexes.keys) {
            if var index = indexes.removeValue(forKey: namespace) {
                body(&index)
                indexes[namespace] = index
            }
        }
    }

    mutating func removeAll() { indexes.removeAll() }
}
