import JSON
import Memory

/// Sleeps when a rhythm says so, one sleep at a time, whoever else asks for one.
struct RhythmKeeper: Sendable {
    let app: App
    /// How often the clock is looked at.
    var period = Duration.seconds(5)

    func keep(_ rhythm: SleepRhythm) async {
        let slept = (try? await app.service.run { try $0.sleepEntries() }) ?? []
        var clock = SleepClock(rhythm, slept: slept, now: app.now)
        while !Task.isCancelled {
            if let part = clock.due(at: app.now) {
                let outcome = await sleep(part)
                clock.ended(part, outcome, at: app.now)
            } else {
                do { try await Task.sleep(for: period) } catch { return }
            }
        }
    }

    private func sleep(_ part: SleepRhythm.Part) async -> SleepClock.Outcome {
        var request = SleepRequest()
        request.stage = part.stage
        do {
            switch try await app.sleeper.sleep(request) {
            case .success(let report):
                guard let rejected = report.rejected else { return .done }
                app.log(
                    .error, "sleep_rolled_back", ["cycle": .int(rejected.cycle)])
                return .failed
            case .failure(let problem):
                app.log(.error, "sleep_failed", ["reason": .string(problem.detail)])
                return problem.kind == .unavailable ? .busy : .failed
            }
        } catch {
            // Somebody asked for one just now.
            return .busy
        }
    }
}
