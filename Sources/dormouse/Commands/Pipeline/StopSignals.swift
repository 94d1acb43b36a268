import Dispatch
import Foundation
import Pipeline

/// Ctrl-C and SIGTERM while this lives: the first ends the run, a second one the program.
final class StopSignals {
    private static let numbers = [SIGINT, SIGTERM]
    private let sources: [any DispatchSourceSignal]

    init(_ stop: RunStop) {
        sources = Self.numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                for number in Self.numbers { signal(number, SIG_DFL) }
                stop.request()
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for number in Self.numbers { signal(number, SIG_DFL) }
    }
}
