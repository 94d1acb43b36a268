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

/// A statement as others may see it.
enum SQLText {
    /// On one line, without comments and the values between quotes, cut.
    static func shown(_ sql: String) -> String {
        var text = ""
        var isQuoted = false
        let plain = sql.replacing(/(?s)\$(\w*)\$.*?\$\1\$/, with: "'…'")
            .replacing(/--[^\n]*|(?s:\/\*.*?\*\/)/, with: "")
        for character in plain {
            if character == "'" {
                if !isQuoted { text += "'…'" }
                isQuoted.toggle()
            } else if !isQuoted {
                text.append(character)
            }
            if text.count > 200 { break }
        }
        return truncated(singleLine(text), to: 80)
    }
}
