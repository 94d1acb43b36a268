import Dispatch
import JSON

/// How fast this machine reads memory, as the limit for anything that has to read every vector.
struct MemoryReading {
    /// Bytes a second.
    let rate: Double

    /// Reads so many bytes from end to end, seven times, and keeps the best.
    init(bytes: Int, threads: Int) {
        let words = max(1 << 16, bytes / 8 / 64 * 64)
        let buffer = Buffer(words: words)
        let clock = ContinuousClock()
        var best = Double.infinity
        for _ in 0..<7 {
            let time = clock.measure {
                DispatchQueue.concurrentPerform(iterations: threads) { part in
                    let bounds = [part, part + 1].map { words * $0 / threads / 64 * 64 }
                    buffer.read(bounds[0]..<bounds[1])
                }
            }
            best = min(best, time.seconds)
        }
        rate = Double(words * 8) / best
    }

    /// Memory that is only read. Sendable because nobody writes to it after init but `sink`, whose
    /// value nobody needs.
    private final class Buffer: @unchecked Sendable {
        private let base: UnsafeMutableBufferPointer<UInt64>
        private let sink = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)

        init(words: Int) {
            base = .allocate(capacity: words)
            // Written once: pages that were never written are all the same page of zeros.
            for at in 0..<words { base[at] = UInt64(truncatingIfNeeded: at) }
            sink.pointee = 0
        }

        deinit {
            base.deallocate()
            sink.deallocate()
        }

        /// Adds up everything in a range, eight sums at a time so that none waits for another.
        func read(_ range: Range<Int>) {
            guard let start = base.baseAddress else { return }
            let raw = UnsafeRawPointer(start)
            var sums = (SIMD8<UInt64>(), SIMD8<UInt64>(), SIMD8<UInt64>(), SIMD8<UInt64>())
            var at = range.lowerBound * 8
            let end = range.upperBound * 8
            while at + 256 <= end {
                sums.0 &+= raw.loadUnaligned(fromByteOffset: at, as: SIMD8<UInt64>.self)
                sums.1 &+= raw.loadUnaligned(fromByteOffset: at + 64, as: SIMD8<UInt64>.self)
                sums.2 &+= raw.loadUnaligned(fromByteOffset: at + 128, as: SIMD8<UInt64>.self)
                sums.3 &+= raw.loadUnaligned(fromByteOffset: at + 192, as: SIMD8<UInt64>.self)
                at += 256
            }
            let all = (sums.0 &+ sums.1 &+ sums.2 &+ sums.3).wrappedSum()
            // Some use of the sum, or the compiler leaves the loop out.
            if all == 42 { sink.pointee = all }
        }
    }
}
