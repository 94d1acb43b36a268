import Dispatch

/// Does something again and again, on a queue of its own, until it is let go.
final class Ticker: @unchecked Sendable {
    // Sendable: the source is set up in init, and only cancelled, once, in deinit.
    private let timer: any DispatchSourceTimer

    init(every period: Duration, _ body: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "dormouse.ticker", qos: .utility)
        timer = DispatchSource.makeTimerSource(queue: queue)
        let milliseconds = max(1, Int(period / .milliseconds(1)))
        timer.schedule(
            deadline: .now() + .milliseconds(milliseconds), repeating: .milliseconds(milliseconds),
            leeway: .milliseconds(milliseconds / 10))
        timer.setEventHandler(handler: body)
        timer.resume()
    }

    deinit { timer.cancel() }
}
