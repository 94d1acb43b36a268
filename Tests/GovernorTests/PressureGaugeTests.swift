import DuckDB
import Testing

@testable import Governor

@Suite struct PressureGaugeTests {
    private func gauge() -> PressureGauge {
        PressureGauge(
            memoryLimit: .bytes(1000), spillLimit: .gibibytes(10), processors: 2)
    }

    private func sample(
        _ seconds: Int, engine: Int64 = 0, resident: Int64 = 0, spilled: Int64 = 0,
        busy: Double = 0, machine: Double = 0
    ) -> Sample {
        Sample(
            time: .seconds(seconds),
            process: ProcessUsage(
                resident: .bytes(resident), residentPeak: .bytes(resident),
                processorTime: .seconds(Double(seconds) * busy), threads: 1),
            engine: EngineUsage(memory: .bytes(engine), spilled: .bytes(spilled)),
            machineMemory: machine)
    }

    @Test(arguments: [
        (Int64(499), PressureLevel.calm), (500, .info), (750, .warning), (900, .critical),
        (950, .emergency), (5000, .emergency),
    ])
    func aLevelBeginsAtItsThreshold(_ engine: Int64, _ level: PressureLevel) {
        var gauge = gauge()
        _ = gauge.observe(sample(0, engine: engine))
        #expect(gauge.highest == level)
    }

    @Test func aLevelFallsOnlyWellBelowItsThresholdAndAfterAWhile() {
        var gauge = gauge()
        #expect(gauge.observe(sample(0, machine: 0.91)).map(\.to) == [.critical])
        for second in 1..<40 {
            #expect(gauge.observe(sample(second, machine: 0.89)).isEmpty, "near is not below")
        }
        for second in 40..<50 { #expect(gauge.observe(sample(second, machine: 0.5)).isEmpty) }
        let changes = gauge.observe(sample(50, machine: 0.5))
        #expect(changes.map(\.to) == [.calm] && changes.map(\.from) == [.critical])
    }

    @Test func aMomentAboveBeginsTheWaitAgain() {
        var gauge = gauge()
        _ = gauge.observe(sample(0, machine: 0.85))
        for second in 1..<9 { _ = gauge.observe(sample(second, machine: 0.1)) }
        _ = gauge.observe(sample(9, machine: 0.85))
        for second in 10..<20 { #expect(gauge.observe(sample(second, machine: 0.1)).isEmpty) }
        #expect(gauge.observe(sample(20, machine: 0.1)).map(\.to) == [.calm])
    }

    @Test func growthIsMeasuredOverAMinute() {
        var gauge = gauge()
        #expect(gauge.observe(sample(0)).isEmpty)
        #expect(gauge.observe(sample(59, resident: 900_000_000)).isEmpty, "a start is no leak")
        let changes = gauge.observe(sample(60, resident: 900_000_000))
        #expect(changes.map(\.measure) == [.growth] && changes.map(\.to) == [.critical])
    }

    @Test func processorsCountOverFiveMinutes() {
        var gauge = gauge()
        var changes: [PressureGauge.Change] = []
        for second in stride(from: 0, through: 300, by: 10) {
            changes += gauge.observe(sample(second, busy: 1.8))
        }
        #expect(changes.map(\.measure) == [.processors] && changes.map(\.to) == [.critical])
    }

    @Test func spillHasAThresholdInBytesAndOneInShares() {
        var gauge = gauge()
        let changes = gauge.observe(sample(0, spilled: 9 << 30))
        #expect(changes.map(\.measure) == [.spill, .spillShare])
        #expect(changes.map(\.to) == [.critical, .critical])
    }
}
