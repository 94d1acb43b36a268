internal import CEvent

extension Connection {
    /// Bytes have come.
    func readable() {
        switch phase {
        case .open: pump()
        case .closing, .lingering: discardInput()
        case .handshake, .closed: break
        }
    }

    /// Something other than bytes has come.
    func happened(_ what: Int32) {
        if what & BEV_EVENT_CONNECTED != 0 {
            if phase == .handshake { phase = .open }
            since = .now
            return
        }
        guard what & BEV_EVENT_EOF != 0, phase == .open || phase == .closing else {
            return close()
        }
        sawEnd = true
        pump()
        guard phase == .open, let exchange else { return }
        if !exchange.bodyIsRead { exchange.body.fail(.fault(.cut)) }
        // A client that closed may be gone, or may only have nothing more to say: which of them
        // the system does not tell. An answer that comes soon is still sent.
        if exchange.responseHead != nil, !exchange.responseIsComplete {
            close()
        } else {
            exchange.cancellation = .now + .milliseconds(200)
        }
    }

    /// Takes the connection as far as its bytes go.
    func pump() {
        while phase == .open {
            if let exchange {
                if exchange.bodyIsRead || exchange.isRefused
                    || exchange.body.waitingBytes >= Self.inputBytes
                {
                    return pauseReading()
                }
            } else if pendingOutput > 4 * Self.outputLimit {
                // It asks and asks, and reads no answer.
                return pauseReading()
            }
            do throws(RequestFault) {
                if let event = try reader.next() {
                    take(event)
                    continue
                }
            } catch { return refuse(error) }
            if !moveInput() { return endOfInput() }
        }
    }

    /// Hands what has arrived to the reader; false where nothing has.
    private func moveInput() -> Bool {
        let input = bufferevent_get_input(events)
        let count = evbuffer_get_length(input)
        guard count > 0, let bytes = evbuffer_pullup(input, -1) else { return false }
        reader.append(UnsafeBufferPointer(start: bytes, count: count))
        evbuffer_drain(input, count)
        resumeReading()
        receiving.moved(count)
        service.receivedBytes.count(count)
        if exchange == nil, headStart == nil { headStart = .now }
        return true
    }

    private func endOfInput() {
        if exchange == nil, reader.isBetweenRequests { headStart = nil }
        guard sawEnd, exchange == nil else { return }
        if !reader.isBetweenRequests {
            refuse(.cut)
        } else if pendingOutput == 0 {
            close()
        } else {
            closeGently()
        }
    }

    private func take(_ event: RequestReader.Event) {
        switch event {
        case .head(let head): begin(head)
        case .body(let bytes):
            guard let exchange else { return }
            exchange.owesContinue = false
            exchange.bodyIsWanted = false
            exchange.start = .now
            exchange.body.push(bytes)
        case .end:
            guard let exchange else { return }
            exchange.bodyIsRead = true
            exchange.start = .now
            receiving.pause()
            exchange.body.finish()
            finishIfDone(exchange)
        }
    }

    private func begin(_ head: RequestHead) {
        headStart = nil
        service.requests.count()
        let length: Int? =
            switch head.framing {
            case .none: 0
            case .fixed(let count): count
            case .chunked: nil
            }
        let (connection, loop) = (self, loop)
        let body = RequestBody(announcedBytes: length) {
            loop.run { connection.bodyIsWanted() }
        }
        let exchange = Exchange(head: head, body: body, start: .now)
        self.exchange = exchange
        let request = ServerRequest(head: head, body: body, ends: ends)
        loop.tasks.count()
        exchange.task = Task(executorPreference: loop) {
            await connection.answer(request, exchange)
            loop.tasks.count(-1)
        }
    }

    /// The handler waits for more of the body.
    private func bodyIsWanted() {
        guard phase == .open, let exchange, !exchange.bodyIsRead else { return }
        exchange.bodyIsWanted = true
        if exchange.owesContinue, exchange.responseHead == nil {
            send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        exchange.owesContinue = false
        pump()
    }

    /// The bytes are no request, or none that is read to its end.
    func refuse(_ fault: RequestFault) {
        service.faults.count()
        service.options.onFault(fault, ends)
        if let exchange {
            // The handler says it, where it has not answered yet.
            exchange.isRefused = true
            exchange.body.fail(.fault(fault))
            exchange.bodyIsWanted = false
        } else {
            sendFault(fault, to: nil)
            closeGently()
        }
    }
}
