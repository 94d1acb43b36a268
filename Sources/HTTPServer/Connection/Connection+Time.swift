internal import CEvent

extension Connection {
    /// Looks what time is up. Called a few times a second.
    func tick(_ now: ContinuousClock.Instant) {
        let pending = pendingOutput
        sending.moved(max(0, outputBytes - pending))
        outputBytes = pending
        if pending == 0 { sending.pause() } else if sending.isTooSlow(at: now) { return close() }
        let options = service.options
        switch phase {
        case .handshake: if now - since > options.headerTimeout { close() }
        case .open:
            if let exchange {
                tick(now, exchange)
            } else if let headStart {
                if now - headStart > options.headerTimeout { refuse(.tooSlow) }
            } else if pending == 0, now - since > options.idleTimeout {
                close()
            }
        case .closing, .closed: break
        case .lingering(let until): if now > until { close() }
        }
    }

    private func tick(_ now: ContinuousClock.Instant, _ exchange: Exchange) {
        if let due = exchange.cancellation, now > due {
            exchange.cancellation = nil
            exchange.task?.cancel()
        }
        if exchange.bodyIsWanted, !exchange.bodyIsRead {
            if receiving.isTooSlow(at: now) { refuse(.tooSlow) }
        } else {
            receiving.pause()
            if let limit = service.options.handlerTimeout, exchange.responseHead == nil,
                now - exchange.start > limit
            {
                abandon(exchange)
            }
        }
    }

    /// Answers in the place of a handler that takes too long.
    private func abandon(_ exchange: Exchange) {
        exchange.task?.cancel()
        service.faults.count()
        service.options.onFault(.handlerTooSlow, ends)
        sendFault(.handlerTooSlow, to: exchange)
        exchange.responseIsComplete = true
        finishIfDone(exchange)
    }

    /// The server takes no more requests.
    func drain() {
        if isIdle || phase == .handshake { close() }
    }
}
