import Testing

@testable import PostgreSQL

private final class Thing {}
private typealias Ledger = PoolLedger<Thing, Thing>

/// Decisions of the pool, without a server.
struct PoolLedgerTests {
    private let start = ContinuousClock.now
    private let options = PoolOptions(
        maxConnections: 2, maxLifetime: .seconds(100), idleTimeout: .seconds(10),
        firstPause: .seconds(1), longestPause: .seconds(3))

    @Test func callersAreServedInTheOrderTheyCame() {
        var ledger = Ledger(options)
        let callers = (0..<4).map { _ in Thing() }
        for caller in callers { ledger.wait(caller) }
        #expect(ledger.wantsOpening(start) == .now)
        #expect(ledger.wantsOpening(start) == .now)
        #expect(ledger.wantsOpening(start) == .no, "two at most")
        let (a, b) = (Thing(), Thing())
        #expect(ledger.opened(a, start, chance: 0) === callers[0])
        #expect(ledger.opened(b, start, chance: 0) === callers[1])
        #expect(ledger.take() == nil)
        let left = (0..<2).map { _ in ledger.leave(callers[2], isTimeout: true) }
        #expect(left == [true, false])
        #expect(ledger.returned(b, isUsable: true, start).next === callers[3])
        #expect(ledger.returned(a, isUsable: true, start).next == nil)
        #expect(ledger.metrics.idle == 1)
        #expect(ledger.metrics.inUse == 1)
        #expect(ledger.metrics.timeouts == 1)
        #expect(ledger.metrics.acquired == 3)
    }

    @Test func whileTheServerIsAwayOneAttemptAtATimeIsMadeWithGrowingPauses() {
        var ledger = Ledger(options)
        for _ in 0..<2 { ledger.wait(Thing()) }
        let away = PostgreSQLError(.connectionRefused, "away")
        #expect(ledger.wantsOpening(start) == .now)
        #expect(ledger.openingFailed(away, start, chance: 0).isEmpty, "they wait on")
        var now = start
        for pause in [1, 2, 3, 3] {
            #expect(ledger.wantsOpening(now) == .at(now + .seconds(pause)))
            now += .seconds(pause)
            #expect(ledger.wantsOpening(now) == .now)
            #expect(ledger.wantsOpening(now) == .no, "one at a time")
            _ = ledger.openingFailed(away, now, chance: 0)
        }
        // By chance up to half as long.
        now += .seconds(3)
        #expect(ledger.wantsOpening(now) == .now)
        _ = ledger.openingFailed(away, now, chance: 1)
        #expect(ledger.wantsOpening(now) == .at(now + .seconds(1.5)))
        now += .seconds(2)
        #expect(ledger.wantsOpening(now) == .now)
        #expect(ledger.opened(Thing(), now, chance: 0) != nil)
        #expect(ledger.wantsOpening(now) == .now, "it is back")
    }

    @Test func whatAnotherAttemptDoesNotChangeIsToldAtOnce() {
        var ledger = Ledger(options)
        let callers = [Thing(), Thing()]
        for caller in callers { ledger.wait(caller) }
        _ = ledger.wantsOpening(start)
        let told = ledger.openingFailed(PostgreSQLError(.password, "no"), start, chance: 0)
        #expect(told.count == 2)
        #expect(ledger.metrics.waiting == 0)
    }

    @Test func connectionsGrowOldAndIdleOnesGo() {
        var ledger = Ledger(options)
        ledger.wait(Thing())
        _ = ledger.wantsOpening(start)
        let old = Thing()
        _ = ledger.opened(old, start, chance: 1)
        let later = start + .seconds(91)
        #expect(!ledger.returned(old, isUsable: true, later).isKept, "100 s less a tenth by chance")
        ledger.wait(Thing())
        _ = ledger.wantsOpening(later)
        let young = Thing()
        _ = ledger.opened(young, later, chance: 0)
        #expect(ledger.returned(young, isUsable: true, later).isKept)
        #expect(ledger.expire(later + .seconds(9)).isEmpty)
        #expect(ledger.expire(later + .seconds(10)).first === young)
        #expect(ledger.metrics.closed == 2)
    }

    @Test func aClosedPoolKeepsNothing() {
        var ledger = Ledger(options)
        ledger.wait(Thing())
        _ = ledger.wantsOpening(start)
        let lent = Thing()
        _ = ledger.opened(lent, start, chance: 0)
        ledger.wait(Thing())
        let (waiting, idle) = ledger.close()
        #expect(waiting.count == 1)
        #expect(idle.isEmpty)
        #expect(!ledger.isEmpty)
        #expect(!ledger.returned(lent, isUsable: true, start).isKept)
        #expect(ledger.isEmpty)
    }
}
