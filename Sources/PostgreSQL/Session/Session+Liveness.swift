internal import CPostgreSQL

extension Session {
    /// Whether the server has closed an idle connection; costs no round trip.
    var hasHungUp: Bool {
        guard isOpen, PQstatus(raw) == CONNECTION_OK else { return true }
        guard Socket.wait(descriptor, reading: true, writing: false, atMost: .zero) else {
            return false
        }
        // A notification, a changed parameter, or the end.
        return PQconsumeInput(raw) == 0 || PQstatus(raw) != CONNECTION_OK
    }

    /// Whether the server answers.
    var answers: Bool {
        (try? query("SELECT 1", isPrepared: false, ticket: Canceller.Ticket())) != nil
    }
}
