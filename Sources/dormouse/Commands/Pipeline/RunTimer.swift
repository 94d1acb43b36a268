import Dispatch
import Foundation
import Pipeline

/// Ends a run that takes longer than it may, and says so.
final class RunTimer {
    private let timer: any DispatchSourceTimer

    init(_ limit: Duration, _ stop: RunStop, _ console: Console) {
        timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + limit / .seconds(1))
        timer.setEventHandler {
            console.clearStatus()
            console.warn(
                "the run took longer than \(durationText(limit)) (run_timeout) and was stopped; "
                    + "dormouse pipeline retry goes on with what is missing")
            stop.request()
        }
        timer.resume()
    }

    func end() { timer.cancel() }

    deinit { timer.cancel() }
}
