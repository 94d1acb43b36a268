/// A request and its answer. Touched on the thread of its connection's loop only.
final class Exchange: @unchecked Sendable {
    // Sendable: it is handed from the loop to a task and back, and only the loop looks inside.
    let head: RequestHead
    let body: RequestBody
    var task: Task<Void, Never>?
    /// All of the body was read.
    var bodyIsRead = false
    /// Whether `100 Continue` is still owed before the body comes.
    var owesContinue: Bool
    /// The rest of the body cannot be read.
    var isRefused = false
    /// Somebody waits for bytes of the body.
    var bodyIsWanted = false
    /// Since when the handler has all of the body that it wanted.
    var start: ContinuousClock.Instant
    var responseHead: ResponseHead?
    var responseIsComplete = false
    /// Who waits until bytes are taken by the client.
    var waiters: [CheckedContinuation<Bool, Never>] = []
    /// When the task is cancelled because the client closed its side.
    var cancellation: ContinuousClock.Instant?

    init(head: RequestHead, body: RequestBody, start: ContinuousClock.Instant) {
        self.head = head
        self.body = body
        self.start = start
        owesContinue = head.expectsContinue
    }
}
