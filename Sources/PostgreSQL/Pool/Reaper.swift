import Dispatch

/// Comes round at intervals to close what is old.
final class Reaper: @unchecked Sendable {
    // Sendable: Dispatch allows these calls on a source from any thread.
    private let timer: any DispatchSourceTimer

    init(_ queue: DispatchQueue, every period: Duration) {
        timer = DispatchSource.makeTimerSource(queue: queue)
        let seconds = Double(period.milliseconds) / 1000
        timer.schedule(deadline: .now() + seconds, repeating: seconds)
    }

    func start(_ body: @escaping @Sendable () -> Void) {
        timer.setEventHandler(handler: body)
        timer.resume()
    }

    func cancel() { timer.cancel() }
}
