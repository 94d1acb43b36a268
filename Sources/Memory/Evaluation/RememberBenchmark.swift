import Foundation
public import JSON
import Synchronization

/// Measures how many memories a second several clients can have kept, one by one, each on disk
/// before the next is told. Vectors are not made.
public struct RememberBenchmark {
    private let engines: [MemoryEngine]

    /// - Parameter engines: one a client, over the same memories.
    public init(engines: [MemoryEngine]) { self.engines = engines }

    /// - Throws: the first failure of a client.
    public func run(seconds: Double) throws -> JSON {
        let tally = Tally()
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        let group = DispatchGroup()
        for (client, engine) in engines.enumerated() {
            group.enter()
            Thread.detachNewThread {
                tally.count(until: end) { number in
                    let draft = MemoryDraft(
                        namespace: "client \(client)",
                        content:
                            "Client \(client) tells its memory number \(number), in a dozen words.",
                        time: .now)
                    _ = try engine.remember(draft)
                }
                group.leave()
            }
        }
        group.wait()
        let took = (clock.now - start).seconds
        if let failure = tally.failure { throw failure }
        return [
            "clients": .int(engines.count), "remembered": .int(tally.total),
            "seconds": .double(took), "per_second": .double((Double(tally.total) / took).rounded()),
        ]
    }

    private final class Tally: Sendable {
        private let state = Mutex<(total: Int, failure: MemoryError?)>((0, nil))

        var total: Int { state.withLock { $0.total } }
        var failure: MemoryError? { state.withLock { $0.failure } }

        func count(until end: ContinuousClock.Instant, _ body: (Int) throws -> Void) {
            var number = 0
            do {
                while ContinuousClock.now < end {
                    try body(number)
                    number += 1
                }
            } catch {
                let failure =
                    error as? MemoryError ?? MemoryError(.storage, String(describing: error))
                state.withLock { $0.failure = $0.failure ?? failure }
            }
            state.withLock { $0.total += number }
        }
    }
}
