/// From the hidden states of a sequence to its vector.
enum Pooling {
    /// Writes the mean of `states` (row-major, tokens × dimensions), scaled to length 1.
    ///
    /// Every number is summed in the order of the tokens, so the result does not depend on what
    /// else was in the batch. Only the mean's direction counts, so the sum is not divided.
    static func mean(
        of states: UnsafeBufferPointer<Float>, into vector: UnsafeMutableBufferPointer<Float>
    ) {
        let dimensions = vector.count
        vector.update(repeating: 0)
        var start = 0
        while start < states.count {
            for index in 0..<dimensions { vector[index] += states[start + index] }
            start += dimensions
        }
        var square = 0.0
        for value in vector { square += Double(value) * Double(value) }
        // A model that gives nothing but zeros has no direction to scale.
        let scale = square > 0 ? 1 / square.squareRoot() : 0
        for index in 0..<dimensions { vector[index] = Float(Double(vector[index]) * scale) }
    }
}
