import Synchronization

/// What all connections of a server share.
final class Service: Sendable {
    let options: ServerOptions
    let handler: @Sendable (ServerRequest) async -> ServerResponse
    let isDraining = Atomic<Bool>(false)
    let openConnections = Atomic<Int>(0)
    let acceptedConnections = Atomic<Int>(0)
    let refusedConnections = Atomic<Int>(0)
    let requests = Atomic<Int>(0)
    let faults = Atomic<Int>(0)
    let receivedBytes = Atomic<Int>(0)
    let sentBytes = Atomic<Int>(0)

    init(
        options: ServerOptions, handler: @escaping @Sendable (ServerRequest) async -> ServerResponse
    ) {
        self.options = options
        self.handler = handler
    }
}

extension Atomic where Value == Int {
    func count(_ more: Int = 1) { add(more, ordering: .relaxed) }
    var current: Int { load(ordering: .relaxed) }
}
