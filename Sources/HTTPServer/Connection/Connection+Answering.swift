internal import CEvent
import Synchronization

extension Connection {
    /// Runs the handler, and sends what it answers. In the task of the exchange.
    func answer(_ request: ServerRequest, _ exchange: Exchange) async {
        let response = await service.handler(request)
        switch response.body {
        case .bytes(let bytes):
            loop.run {
                guard self.begin(response, length: bytes.count, exchange) else { return }
                if exchange.responseHead?.framing != ResponseHead.Framing.none { self.send(bytes) }
                exchange.responseIsComplete = true
                self.finishIfDone(exchange)
            }
        case .stream(let produce):
            let goesOn = await withCheckedContinuation { continuation in
                loop.run {
                    continuation.resume(
                        returning: self.begin(response, length: nil, exchange)
                            && exchange.responseHead?.framing != ResponseHead.Framing.none)
                }
            }
            do {
                if goesOn {
                    try await produce(ResponseWriter(connection: self, exchange: exchange))
                }
                loop.run { self.endStream(exchange) }
            } catch {
                loop.run { if self.exchange === exchange { self.close() } }
            }
        }
    }

    /// Sends the head of an answer; false where nobody waits for it.
    private func begin(_ response: ServerResponse, length: Int?, _ exchange: Exchange) -> Bool {
        guard self.exchange === exchange, phase == .open, exchange.responseHead == nil else {
            return false
        }
        sendHead(of: response, length: length, exchange)
        return true
    }

    private func sendHead(of response: ServerResponse, length: Int?, _ exchange: Exchange?) {
        let head = ResponseHead(
            status: response.status, fields: response.fields, length: length, to: exchange?.head,
            keepsAlive: exchange?.bodyIsRead ?? false
                && !service.isDraining.load(ordering: .relaxed),
            date: loop.dateText())
        exchange?.responseHead = head
        send(head.bytes)
    }

    /// Sends bytes of a stream. The continuation gets false where the client is gone.
    func write(
        _ bytes: [UInt8], of exchange: Exchange, _ continuation: CheckedContinuation<Bool, Never>
    ) {
        guard self.exchange === exchange, phase == .open, !exchange.responseIsComplete else {
            return continuation.resume(returning: false)
        }
        if exchange.responseHead?.framing == .chunked {
            send(Array((String(bytes.count, radix: 16) + "\r\n").utf8))
            send(bytes)
            send([0x0D, 0x0A])
        } else {
            send(bytes)
        }
        if pendingOutput > Self.outputLimit {
            exchange.waiters.append(continuation)
        } else {
            continuation.resume(returning: true)
        }
    }

    private func endStream(_ exchange: Exchange) {
        guard self.exchange === exchange, phase == .open, !exchange.responseIsComplete else {
            return
        }
        if exchange.responseHead?.framing == .chunked { send(Array("0\r\n\r\n".utf8)) }
        exchange.responseIsComplete = true
        finishIfDone(exchange)
    }

    /// All that was to be sent is with the system.
    func drained() {
        switch phase {
        case .closing: linger()
        case .open:
            if let exchange {
                let waiters = exchange.waiters
                exchange.waiters = []
                for waiter in waiters { waiter.resume(returning: true) }
            } else {
                pump()
            }
        case .handshake, .lingering, .closed: break
        }
    }

    /// Goes on to the next request once this one is read and answered.
    func finishIfDone(_ exchange: Exchange) {
        guard self.exchange === exchange, exchange.responseIsComplete else { return }
        self.exchange = nil
        exchange.body.fail(.cancelled)
        since = .now
        guard exchange.responseHead?.keepsAlive == true else { return closeGently() }
        // Not from here: many small requests in one packet would pile up calls.
        let connection = self
        loop.runLater { connection.pump() }
    }

    func sendFault(_ fault: RequestFault, to exchange: Exchange?) {
        let response = service.options.faultResponse(fault)
        guard case .bytes(let bytes) = response.body else { return }
        sendHead(of: response, length: bytes.count, exchange)
        if exchange?.responseHead?.framing != ResponseHead.Framing.none { send(bytes) }
    }
}
