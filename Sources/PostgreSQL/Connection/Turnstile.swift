import Synchronization

/// Lets one holder at a time through, in the order they came. A waiting task that is cancelled
/// leaves.
///
/// An actor alone does not do it: between two statements of a transaction others would get in.
final class Turnstile: Sendable {
    final class Pass: Sendable {}

    private struct State {
        var holder: Pass?
        var waiting: [(pass: Pass, continuation: CheckedContinuation<Bool, Never>)] = []
        /// Those that were cancelled before they began to wait.
        var gone: [ObjectIdentifier] = []
    }

    private let state = Mutex(State())

    /// Waits for the turn. False: cancelled, and not through.
    func enter(_ pass: Pass, isolation: isolated (any Actor)? = #isolation) async -> Bool {
        let isFree = state.withLock { state in
            guard state.holder == nil else { return false }
            state.holder = pass
            return true
        }
        if isFree { return true }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if let index = state.gone.firstIndex(of: ObjectIdentifier(pass)) {
                        state.gone.remove(at: index)
                        return false
                    }
                    if state.holder == nil {
                        state.holder = pass
                        return true
                    }
                    state.waiting.append((pass, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            leave(waiting: pass)
        }
    }

    private func leave(waiting pass: Pass) {
        let continuation = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            if state.holder === pass { return nil }
            guard let index = state.waiting.firstIndex(where: { $0.pass === pass }) else {
                state.gone.append(ObjectIdentifier(pass))
                return nil
            }
            return state.waiting.remove(at: index).continuation
        }
        continuation?.resume(returning: false)
    }

    /// Ends the turn; the next in line has it.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.holder = nil
                return nil
            }
            let (pass, continuation) = state.waiting.removeFirst()
            state.holder = pass
            return continuation
        }
        next?.resume(returning: true)
    }
}
