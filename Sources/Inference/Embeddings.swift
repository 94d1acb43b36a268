/// Vectors of several texts, in the order of the texts.
public struct Embeddings: Hashable, Sendable {
    /// All vectors one after another: row-major, `count × dimensions`.
    public let values: [Float]
    /// How many numbers a vector has.
    public let dimensions: Int
    /// How many vectors there are.
    public var count: Int { values.count / dimensions }

    /// Vectors over their numbers, row after row.
    ///
    /// - Precondition: `dimensions` is positive and divides the number of values.
    public init(values: [Float], dimensions: Int) {
        precondition(dimensions > 0 && values.count % dimensions == 0, "incomplete last vector")
        self.values = values
        self.dimensions = dimensions
    }

    /// The vector of the text at `index`.
    public subscript(index: Int) -> ArraySlice<Float> {
        values[index * dimensions..<(index + 1) * dimensions]
    }
}
