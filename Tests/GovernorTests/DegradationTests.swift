import Governor
import Testing

/// Which steps are taken at which level.
@Suite struct DegradationTests {
    @Test func stepsBeginOnceAndEndWhenTheLevelFalls() {
        var degradation = Degradation()
        let first = degradation.decide([.machineMemory: .warning], spills: false, at: .zero)
        #expect(first.begin == [.anyOrder, .fewerThreads, .checkpoint])
        #expect(first.reason == "machine_memory is warning")
        let same = degradation.decide([.machineMemory: .warning], spills: false, at: .seconds(1))
        #expect(same.begin.isEmpty && same.end.isEmpty)
        let worse = degradation.decide([.machineMemory: .critical], spills: false, at: .seconds(2))
        #expect(worse.begin == [.oneThread, .pauseAdmission])
        #expect(worse.end == [.fewerThreads])
        let gone = degradation.decide([:], spills: false, at: .seconds(3))
        #expect(gone.end == [.anyOrder, .oneThread, .pauseAdmission])
        #expect(degradation.standing.isEmpty)
    }

    @Test func fullBuffersAreNoPressureUnlessTheDatabaseSpills() {
        var degradation = Degradation()
        let calm = degradation.decide([.engineMemory: .emergency], spills: false, at: .zero)
        #expect(calm.begin.isEmpty)
        let spilling = degradation.decide([.engineMemory: .critical], spills: true, at: .zero)
        #expect(spilling.begin == [.anyOrder, .fewerThreads])
    }

    @Test func whatDoesNotStandIsDoneAgainOnlyAfterAWhile() {
        var degradation = Degradation()
        func interrupts(at seconds: Int) -> Bool {
            degradation.decide(
                [.machineMemory: .emergency], spills: false, at: .seconds(seconds)
            ).begin.contains(.interruptYoungest)
        }
        #expect([0, 1, 9, 10, 11].map(interrupts) == [true, false, false, true, false])
    }

    @Test func noMeasureThatOnlyAlertsIsInTheTable() {
        #expect(DegradationStep.table[.growth] == nil)
        #expect(DegradationStep.table[.processors] == nil)
        #expect(DegradationStep.table[.spill] == nil)
    }
}
