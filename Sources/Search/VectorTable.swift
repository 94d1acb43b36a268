import Dispatch

/// Vectors of one length, end to end in memory, scanned exactly.
///
/// A scan is bound by memory bandwidth: it reads every vector once. It is split over threads by
/// rows, and each row's sum has a fixed order, so the same vectors give the same bits on any
/// number of threads.
public struct VectorTable: Sendable {
    public let dimensions: Int
    public private(set) var count = 0
    private var storage: [Float] = []

    /// - Parameter dimensions: of every vector; a multiple of 8.
    public init(dimensions: Int) {
        precondition(dimensions > 0 && dimensions % 8 == 0, "dimensions are a multiple of 8")
        self.dimensions = dimensions
    }

    public mutating func reserve(_ vectors: Int) {
        storage.reserveCapacity(vectors * dimensions)
    }

    /// Adds one vector; its number is the count of those before it.
    public mutating func append(_ vector: UnsafeBufferPointer<Float>) {
        precondition(vector.count == dimensions, "a vector of another length")
        storage.append(contentsOf: vector)
        count += 1
    }

    /// Adds a vector of zeros: near to nothing.
    public mutating func appendMissing() {
        storage.append(contentsOf: repeatElement(0, count: dimensions))
        count += 1
    }

    /// Puts vectors of zeros between those that are there.
    public mutating func insertMissing(_ numbers: Renumbering) {
        precondition(numbers.moved.count == count, "numbers of another table")
        let length = dimensions
        storage.append(contentsOf: repeatElement(0, count: numbers.added.count * length))
        storage.withUnsafeMutableBufferPointer { storage in
            guard let base = storage.baseAddress else { return }
            // From the end, so that nothing is overwritten before it has moved.
            var end = count
            for (shift, place) in zip(1..., numbers.added).reversed() {
                let start = Int(place) - (shift - 1)
                (base + (start + shift) * length).update(
                    from: base + start * length, count: (end - start) * length)
                (base + Int(place) * length).update(repeating: 0, count: length)
                end = start
            }
        }
        count = numbers.count
    }

    /// Puts a vector where another stood.
    public mutating func replace(_ row: Int, with vector: UnsafeBufferPointer<Float>) {
        precondition(vector.count == dimensions && row < count, "no such vector")
        storage.withUnsafeMutableBufferPointer { storage in
            _ = UnsafeMutableBufferPointer(
                rebasing: storage[row * dimensions..<(row + 1) * dimensions]
            ).update(from: vector)
        }
    }

    /// One vector.
    public subscript(row: Int) -> ArraySlice<Float> {
        storage[row * dimensions..<(row + 1) * dimensions]
    }

    /// The dot product of `query` with the first `count` vectors (all, where that is nil): the
    /// cosine, where all have length 1.
    ///
    /// - Parameter threads: how many to use at most.
    public func dotProducts(with query: [Float], count: Int? = nil, threads: Int = 2) -> [Float] {
        precondition(query.count == dimensions, "a query of another length")
        let count = min(count ?? self.count, self.count)
        return [Float](unsafeUninitializedCapacity: count) { output, initialized in
            initialized = count
            // Below a few thousand rows waking a thread costs more than it saves.
            let parts = max(1, min(threads, count / 2048))
            let result = ScanOutput(base: output.baseAddress)
            storage.withUnsafeBufferPointer { rows in
                query.withUnsafeBufferPointer { query in
                    let scan = Scan(
                        rows: rows.baseAddress, query: query.baseAddress, dimensions: dimensions)
                    if parts == 1 {
                        scan.run(0..<count, into: result)
                    } else {
                        DispatchQueue.concurrentPerform(iterations: parts) { part in
                            scan.run(
                                count * part / parts..<count * (part + 1) / parts, into: result)
                        }
                    }
                }
            }
        }
    }
}

/// Where a scan writes. Sendable because each part writes rows of its own.
private struct ScanOutput: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>?
}

/// What a scan reads. Sendable because nobody writes to it during the scan.
private struct Scan: @unchecked Sendable {
    let rows: UnsafePointer<Float>?
    let query: UnsafePointer<Float>?
    let dimensions: Int

    func run(_ range: Range<Int>, into output: ScanOutput) {
        guard let rows, let query, let output = output.base else { return }
        let query8 = UnsafeRawPointer(query)
        let bytes = dimensions * MemoryLayout<Float>.stride
        for row in range {
            let vector = UnsafeRawPointer(rows + row * dimensions)
            // Two accumulators, so that one addition need not wait for the other.
            var even = SIMD8<Float>()
            var odd = SIMD8<Float>()
            var at = 0
            while at + 64 <= bytes {
                even += product(vector, query8, at)
                odd += product(vector, query8, at + 32)
                at += 64
            }
            if at < bytes { even += product(vector, query8, at) }
            output[row] = (even + odd).sum()
        }
    }

    @inline(__always)
    private func product(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ at: Int) -> SIMD8<
        Float
    > {
        left.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
            * right.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
    }
}
