import Governor

/// What a watch does, for the person whose work it is.
struct WatchText: Sendable {
    let console: Console

    func tell(_ event: WorkWatch.Event) {
        switch event {
        case .began(let step, let reason):
            console.clearStatus()
            console.note("governor: \(step.description) (\(reason))")
        case .ended(let step):
            console.note("governor: no more: \(step.description)")
        case .noted(let step, let reason): console.note("governor: \(step) (\(reason))")
        case .slow(let name, let priority, let level, let time):
            // A model may well take longer than the first threshold.
            guard priority == .interactive || level > .warning else { return }
            console.note("governor: \(name) has run for \(durationText(time)) (\(level))")
        case .waiting(let work, let place):
            let time = place.expected.map { ", in about \(durationText($0))" } ?? ""
            console.note("\(work) waits for its turn: place \(place.position)\(time)")
        case .level, .sampled, .finished: break
        }
    }

    func tell(relief work: String, step: ReliefStep) {
        console.note("\(work) found no memory; it is run again \(step.description)")
    }
}
