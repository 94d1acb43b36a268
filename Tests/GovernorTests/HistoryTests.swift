import Foundation
import Testing

@testable import Governor

/// The ring file of samples and actions.
@Suite struct HistoryTests {
    private let folder = GovernorFolder()

    private func status(at time: Double) -> RunStatus {
        RunStatus(
            id: "1-a", process: 1, command: "test", startedAt: 0, sampledAt: time, memoryLimit: 1,
            memory: 2, spillLimit: 3, spilled: 4, spillGrowth: 0, resident: 5, residentPeak: 6,
            threads: 1, workers: 1, processorTime: 0, processorShare: 0.5, machineMemory: 0.25,
            diskFree: nil, level: "calm", levels: [:], work: [], actions: [], actionCount: 0,
            samplingTime: 0)
    }

    @Test func theOldestGivesWayAndTheSizeIsBounded() throws {
        #expect(folder.state.make())
        let history = History(folder.state.history, slots: 10)
        for time in 1...25 { history.add(HistoryRecord(status(at: Double(time)))) }
        #expect(history.records().map(\.at) == (16...25).map { Double($0) })
        #expect(history.records(since: 20).count == 6)
        let size =
            try FileManager.default.attributesOfItem(
                atPath: folder.state.history.path)[.size] as? Int
        #expect(size == 11 * History.slotBytes)
    }

    @Test(arguments: [0, 100, History.slotBytes * 3 + 17])
    func aCutFileCostsOnlyWhatIsCut(_ bytes: Int) throws {
        #expect(folder.state.make())
        let history = History(folder.state.history, slots: 10)
        for time in 1...5 { history.add(HistoryRecord(status(at: Double(time)))) }
        let file = try FileHandle(forWritingTo: folder.state.history)
        try file.truncate(atOffset: UInt64(bytes))
        try file.close()
        let kept = max(0, bytes / History.slotBytes - 1)
        #expect(history.records().count == kept)
        history.add(HistoryRecord(status(at: 99)))
        #expect(history.records().last?.at == 99)
    }
}
