internal import DuckDB
internal import Foundation
internal import Synchronization

/// What the sampler's thread knows from one look to the next.
struct Observer {
    private let options: WatchOptions
    private var gauge: PressureGauge
    private var degradation = Degradation()
    private let file: RunFile?
    private let history: History?
    private let startedAt: Double
    private var last: Sample?
    private var lastHistory: Duration?
    private var actions: [RunStatus.Action] = []
    private var actionCount = 0
    private var slowCount = 0
    private var disk: (free: Int64?, at: Duration)?

    init(_ options: WatchOptions) {
        self.options = options
        let limits = options.limits
        gauge = PressureGauge(
            thresholds: options.thresholds, memoryLimit: limits.memory.value,
            spillLimit: limits.maxTemporarySize.value, processors: limits.threads.value,
            calmTime: options.calmTime)
        file = options.state.flatMap { RunFile($0) }
        history = options.state.map { History($0.history) }
        startedAt = options.date().timeIntervalSince1970
    }

    mutating func look(_ sampler: Sampler, _ watch: WorkWatch) {
        let engine = sampler.engine()
        var sample = Sample(
            time: options.now(), process: .current, engine: engine,
            machineMemory: options.machineMemory())
        sample.simpleStatement = watch.longest(.simple)
        sample.complexStatement = watch.longest(.complex)
        let changes = gauge.observe(sample)
        let decision = degradation.decide(
            gauge.levels, spills: (engine?.spilled.bytes ?? 0) > 0, at: sample.time)
        take(decision, sampler, watch)
        for request in file?.requests() ?? [] {
            watch.serve(request)
            note("asked to \(request.rawValue)", "by a person")
        }
        let slow = watch.newlySlow()
        slowCount += slow.count
        for one in slow { watch.tell(.slow(one.name, one.priority, one.level, one.time)) }
        let notes = watch.state.withLock { state in
            defer { state.notes = [] }
            return state.notes
        }
        for one in notes { note(one.step, one.reason) }
        let status = status(sample, watch)
        for change in changes { watch.tell(.level(change, status)) }
        watch.tell(.sampled(status))
        file?.publish(status)
        if lastHistory.map({ sample.time - $0 >= options.historyInterval }) ?? true {
            lastHistory = sample.time
            history?.add(HistoryRecord(status))
        }
        for step in decision.begin {
            history?.add(HistoryRecord(status, action: step.rawValue))
        }
        for one in notes { history?.add(HistoryRecord(status, action: one.step)) }
        for one in slow { history?.add(HistoryRecord(status, action: "slow_\(one.level)")) }
        for step in decision.end {
            history?.add(HistoryRecord(status, action: "end_" + step.rawValue))
        }
        last = sample
    }

    private mutating func take(
        _ decision: Degradation.Decision, _ sampler: Sampler, _ watch: WorkWatch
    ) {
        let standing = degradation.standing
        watch.state.withLock { $0.isPaused = standing.contains(.pauseAdmission) }
        sampler.act(decision, standing)
        for step in decision.begin {
            if step == .interruptYoungest {
                guard let name = watch.interruptYoungest(because: decision.reason) else { continue }
                note("interrupted \(name)", decision.reason)
            } else {
                note(step.rawValue, decision.reason)
            }
            watch.tell(.began(step, reason: decision.reason))
        }
        for step in decision.end {
            note("end of \(step.rawValue)", decision.reason)
            watch.tell(.ended(step))
        }
    }

    private mutating func note(_ step: String, _ reason: String) {
        actionCount += 1
        actions =
            actions.suffix(7) + [
                RunStatus.Action(
                    at: options.date().timeIntervalSince1970, step: step, reason: reason)
            ]
    }

    private mutating func status(_ sample: Sample, _ watch: WorkWatch) -> RunStatus {
        let limits = options.limits
        if disk.map({ sample.time - $0.at > .seconds(10) }) ?? true {
            disk = (SpillPlace(path: limits.temporaryDirectory.value).free?.bytes, sample.time)
        }
        let seconds = last.map { (sample.time - $0.time) / .seconds(1) } ?? 0
        var share = 0.0
        var growth = 0.0
        if let last, seconds > 0 {
            share = (sample.process.processorTime - last.process.processorTime) / .seconds(seconds)
            let spilled = (sample.engine?.spilled.bytes ?? 0) - (last.engine?.spilled.bytes ?? 0)
            growth = Double(spilled) / seconds * 60
        }
        let levels = gauge.levels.filter { $0.value > .calm }
        return RunStatus(
            id: file?.id ?? "\(getpid())", process: Int(getpid()), command: options.command,
            startedAt: startedAt, sampledAt: options.date().timeIntervalSince1970,
            memoryLimit: limits.memory.value.bytes, memory: sample.engine?.memory.bytes ?? 0,
            spillLimit: limits.maxTemporarySize.value.bytes,
            spilled: sample.engine?.spilled.bytes ?? 0, spillGrowth: growth,
            resident: sample.process.resident.bytes,
            residentPeak: sample.process.residentPeak.bytes, threads: sample.process.threads,
            workers: sample.engine?.workers ?? 0,
            processorTime: sample.process.processorTime / .seconds(1),
            processorShare: share, machineMemory: sample.machineMemory, diskFree: disk?.free,
            level: gauge.highest.description,
            levels: Dictionary(
                uniqueKeysWithValues: levels.map { ($0.key.rawValue, $0.value.description) }),
            work: watch.work, actions: actions, actionCount: actionCount,
            slowCount: slowCount, samplingTime: Self.threadTime)
    }

    /// Processor time of the calling thread, in seconds.
    private static var threadTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
