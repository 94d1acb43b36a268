import Foundation
import Synchronization
import Testing

@testable import Governor

@Suite struct AdmissionQueueTests {
    private func queue(_ limit: Int) -> AdmissionQueue {
        AdmissionQueue(limit: limit, now: { .zero })
    }

    /// Waits until so many wait.
    private func settle(_ queue: AdmissionQueue, waiting: Int) {
        while queue.counts.waiting < waiting { usleep(1000) }
    }

    @Test func theMostUrgentComesFirstAndAmongEqualsTheOneThatCameFirst() throws {
        let queue = queue(1)
        let order = Mutex<[String]>([])
        let done = DispatchGroup()
        queue.pause()
        let work: [(Priority, String)] = [
            (.sleep, "s1"), (.batch, "b1"), (.interactive, "i1"), (.batch, "b2"),
            (.interactive, "i2"),
        ]
        for (index, (priority, name)) in work.enumerated() {
            done.enter()
            Thread.detachNewThread {
                try? queue.perform(priority) { order.withLock { $0.append(name) } }
                done.leave()
            }
            settle(queue, waiting: index + 1)
        }
        queue.resume()
        done.wait()
        #expect(order.withLock { $0 } == ["i1", "i2", "b1", "b2", "s1"])
        #expect(queue.counts == (0, 0))
    }

    @Test func noMoreThanTheLimitRunAtOnce() {
        let queue = queue(3)
        let running = Atomic<Int>(0)
        let most = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 40) { _ in
            try? queue.perform(.batch) {
                let now = running.add(1, ordering: .relaxed).newValue
                most.withLock { $0 = max($0, now) }
                usleep(500)
                running.subtract(1, ordering: .relaxed)
            }
        }
        #expect(most.withLock { $0 } <= 3)
        #expect(queue.counts == (0, 0))
    }

    @Test func whoWaitsIsToldItsPlaceAndWhoWaitsTooLongIsRefused() throws {
        let queue = queue(1)
        let places = Mutex<[Int]>([])
        queue.pause()
        let error = #expect(throws: GovernorError.self) {
            try queue.perform(
                .batch, patience: .milliseconds(20),
                onPlace: { place in places.withLock { $0.append(place.position) } }, {})
        }
        #expect(error?.code == .notAdmitted)
        #expect(places.withLock { $0 } == [1])
        queue.resume()
        #expect(try queue.perform(.batch) { 7 } == 7, "the place of who gave up is free")
    }

    @Test func workThatFailsGivesItsPlaceBack() throws {
        struct Broken: Error {}
        let queue = queue(1)
        #expect(throws: Broken.self) { try queue.perform(.batch) { throw Broken() } }
        #expect(try queue.perform(.batch) { 1 } == 1)
    }
}
