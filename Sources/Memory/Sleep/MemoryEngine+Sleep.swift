import DuckDB
import Foundation
import PostgreSQL

extension MemoryEngine {
    /// Sleeps: runs the sleep project over what is new, in as many cycles as that takes.
    ///
    /// Where there is a language model, it is asked about what is new, and what it says is kept
    /// where it passes the checks; for everything else the rules stand. A dry run counts the
    /// questions and is then taken back.
    ///
    /// Others remember and recall meanwhile, also in other processes; who else wants to sleep waits
    /// for its turn. A cycle that was interrupted before is taken back first, and its work done
    /// again.
    ///
    /// - Parameter progress: called with how many models have run and how many there are.
    /// - Throws: `invalidInput` for a stated clock that goes backwards, `sleepFailed` with the
    ///   model, `homeBusy` where somebody else sleeps for longer than the patience.
    public func sleep(
        _ request: SleepRequest, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws(MemoryError) -> SleepReport {
        do throws(MemoryError) {
            let report = try sleepInTurn(request, progress)
            events(.slept(report))
            return report
        } catch {
            events(.slept(nil))
            throw error
        }
    }

    private func sleepInTurn(
        _ request: SleepRequest, _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws(MemoryError) -> SleepReport {
        try requireWriting()
        try requireSleepDatabase()
        try flush()
        var earlier: SleepReport?
        var report: SleepReport
        repeat {
            // What it has yet to do after it gave way is not to be lost.
            let patience = earlier.map { _ in GivingWay.patience }
            report = try turn(patience: patience) { () throws(MemoryError) in
                var report = try cycles(request, progress)
                if request.stage == nil, !request.isDryRun, !report.gaveWay {
                    let start = ContinuousClock.now
                    let (made, gaveWay) = try makeReadings()
                    report.readings = made
                    report.gaveWay = gaveWay && report.rejected == nil
                    report.duration += ContinuousClock.now - start
                }
                return report
            }
            // A dry run has taken back what it did, and does it again.
            if let before = earlier, !request.isDryRun { report.add(before) }
            earlier = report
            if report.gaveWay {
                try letGoOfFiles()
                givingWay.waitForOthers()
            }
        } while report.gaveWay
        // On a server each index finds out by itself.
        if files != nil { indexes.removeAll() }
        return report
    }

    private func cycles(
        _ request: SleepRequest, _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws(MemoryError) -> SleepReport {
        let ground = try ground()
        defer { ground.close() }
        do {
            return try givingWay.sleeping { try sleep(request, on: ground, progress) }
        } catch { throw memoryError(error) }
    }

    /// Runs `body` while nobody else sleeps in this home.
    ///
    /// - Parameter patience: how long to wait for who does; nil: as for any other process.
    private func turn<T>(
        patience: Duration?, _ body: () throws(MemoryError) -> T
    ) throws(MemoryError) -> T {
        let hold = try holdSleep(patience: patience ?? options.patience, asksToGiveWay: false)
        return try withExtendedLifetime(hold) { () throws(MemoryError) in try body() }
    }

    /// Keeps everybody from sleeping in this home. While that has to be waited for, the home's files
    /// are others': of who sleeps, who puts in their place what came of it, and of who remembers.
    func holdSleep(
        patience: Duration, asksToGiveWay: Bool
    ) throws(MemoryError) -> Home.SleepHold {
        var hasLetGo = false
        return try home.holdSleep(options, patience: patience, asksToGiveWay: asksToGiveWay) {
            () throws(MemoryError) in
            if !hasLetGo { try self.letGoOfFiles() }
            hasLetGo = true
        }
    }

    /// Lets other processes have the home's files, unless this one keeps them for as long as it lives.
    private func letGoOfFiles() throws(MemoryError) {
        if let files, !options.isLongLived { try files.letGo() }
    }

    func ground() throws(MemoryError) -> any SleepGround {
        if let files { return FileGround(files, options: options) { try self.prepare($0) } }
        guard let store = store as? PostgreSQLStore else {
            throw MemoryError(.sleepFailed, "nothing is known of how \(store.place) is slept on")
        }
        return try ServerGround(self, store)
    }

    private func sleep(
        _ request: SleepRequest, on ground: any SleepGround,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> SleepReport {
        let start = ContinuousClock.now
        let night = try Night(
            home: home, options: options, ground: ground, request, givingWay: givingWay)
        var before: Int?
        var report = SleepReport(lastCycle: 0, asOf: request.asOf ?? now)
        do {
            report = try begin(request, night, ground, progress)
            before = report.lastCycle
            let seen = try ground.present()
            try night.advance(to: seen)
            while true {
                let cycle = report.lastCycle + 1
                let ran = try night.run(
                    cycle, stage: request.stage, asOf: report.asOf, seen: seen,
                    dream: dream(of: cycle, request, night, asOf: report.asOf), progress: progress)
                try report.asking.add(cycle: cycle, from: night.connection)
                for model in ran.models { report.add(model) }
                guard ran.rows > 0 else { break }
                if let entry = ran.entry, entry.state == .rejected {
                    report.rejected = entry
                    try ground.note(entry, night)
                    break
                }
                report.cycle = cycle
                report.lastCycle = cycle
                report.newMemories += ran.newMemories
                if !request.isDryRun {
                    try ground.publish(cycle, night)
                    if let entry = ran.entry { try ground.note(entry, night) }
                }
                // A backlog larger than one cycle takes in goes on in the next.
                if ran.newMemories == 0 || ran.backlog == 0 { break }
                givingWay.completedCycle()
            }
            report.asking.usage = night.asking.usage
            if request.isDryRun, let before {
                if request.describesChanges {
                    report.changes = try SleepDifference.Reader(connection: night.connection)
                        .difference(from: before, to: report.lastCycle)
                }
                try night.connection.transaction { try night.history.rewind(to: before) }
                report.cycle = nil
                report.lastCycle = before
                ground.giveUp(night)
            } else {
                if report.cycle != nil {
                    report.compactedRows = try compact(night, ground, at: now)
                }
                try ground.finish(night)
            }
            report.duration = ContinuousClock.now - start
            return report
        } catch is GivingWay.Asked {
            if request.isDryRun, let before {
                try night.connection.transaction { try night.history.rewind(to: before) }
            }
            ground.giveUp(night)
            report.gaveWay = true
            report.asking.usage = night.asking.usage
            report.duration = ContinuousClock.now - start
            return report
        } catch {
            if request.isDryRun, let before {
                try? night.connection.transaction { try night.history.rewind(to: before) }
            }
            ground.giveUp(night)
            throw error
        }
    }

    /// What a cycle is asked before it stands.
    private func dream(of cycle: Int, _ request: SleepRequest, _ night: Night, asOf: Moment)
        -> ((Int) throws -> DreamReport)?
    {
        guard let dream = options.dream, !request.isDryRun else { return nil }
        return { mostTaken in
            try DreamTest(
                connection: night.connection, encoder: self.encoder, options: dream, moment: asOf,
                file: self.home.sleepFile.path, mostTaken: mostTaken
            ).run(cycle: cycle, isWhole: request.stage == nil)
        }
    }

    /// Once a week takes out of the logs what nobody reads or can go back to any more.
    private func compact(_ night: Night, _ ground: any SleepGround, at moment: Moment) throws -> Int
    {
        let retention = SleepCompaction.Retention(kept: Int64(options.undoDays) * Moment.day)
        let done = try SleepCompaction(connection: night.connection)
            .runWhereDue(at: moment, retention)
        guard let done else { return 0 }
        try ground.compact(before: done.before, night)
        return done.rows
    }

    /// Takes back what was interrupted, and sees what time it is.
    private func begin(
        _ request: SleepRequest, _ night: Night, _ ground: any SleepGround,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> SleepReport {
        var report = SleepReport(lastCycle: 0, asOf: request.asOf ?? now)
        report.asking = night.asking.report
        if let last = try night.log.last(), !last.isComplete {
            try night.log.undo(last.number)
            report.resumedCycle = last.number
        }
        try ground.catchUp(night, progress: progress)
        if request.resetsClock {
            let sound = try night.log.last(asOf: now)
            report.resetCycles = (try night.log.last()?.number ?? 0) - sound
            if report.resetCycles > 0 { try ground.resetClock(after: sound, night) }
            // On a server they have the clock of this moment now.
            if request.asOf == nil { report.asOf = now }
        }
        let last = try night.log.last()
        report.lastCycle = last?.number ?? 0
        if let last, last.asOf > report.asOf {
            if request.asOf != nil {
                throw MemoryError(
                    .invalidInput,
                    "the last cycle slept as of \(last.asOf); sleep cannot go back to "
                        + "\(report.asOf)"
                        + (last.asOf > now
                            ? ". Its clock was ahead; run: dormouse sleep --reset-clock" : ""))
            }
            // A clock that was ahead once must not stop every later sleep.
            report.clockAhead = last.asOf
        }
        return report
    }

    func memoryError(_ error: any Error) -> MemoryError {
        switch error {
        case let error as MemoryError: error
        case let error as PostgreSQLError: MemoryError(error, at: store.place)
        case let error as DuckDBError: MemoryError(error, in: home.sleepFile.path)
        default: MemoryError(.sleepFailed, plainWords(of: error))
        }
    }
}

extension SleepReport {
    /// Adds what a sleep did before it gave way.
    mutating func add(_ before: SleepReport) {
        cycle = cycle ?? before.cycle
        newMemories += before.newMemories
        clockAhead = before.clockAhead ?? clockAhead
        resetCycles += before.resetCycles
        resumedCycle = before.resumedCycle ?? resumedCycle
        compactedRows += before.compactedRows
        duration += before.duration
        readings += before.readings
        let later = models
        models = before.models
        for model in later { add(model) }
        asking.add(before.asking)
    }

    /// Adds what a model did in a further cycle to what it did before.
    mutating func add(_ model: Model) {
        guard let at = models.firstIndex(where: { $0.name == model.name }) else {
            models.append(model)
            return
        }
        models[at].duration += model.duration
        if let rows = model.rows { models[at].rows = (models[at].rows ?? 0) + rows }
    }
}
