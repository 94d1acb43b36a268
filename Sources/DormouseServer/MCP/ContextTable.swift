import Foundation
import MCP
import Synchronization

/// Servers by whom they serve, put together once: their schemas are compiled.
final class ContextTable: Sendable {
    private struct Place: Hashable {
        /// Two names that are canonically equivalent are two namespaces.
        let namespace: [UInt8]
        let profile: ToolProfile
        let zone: String
    }

    private let servers = Mutex<[Place: ContextServer]>([:])
    private static let room = 512

    func server(for key: AgentDesk.Key, _ make: () throws -> ContextServer) rethrows
        -> ContextServer
    {
        let place = Place(
            namespace: Array(key.namespace.utf8), profile: key.profile, zone: key.zone.identifier)
        if let known = servers.withLock({ $0[place] }) { return known }
        let made = try make()
        servers.withLock { servers in
            if servers.count >= Self.room { servers = [:] }
            servers[place] = made
        }
        return made
    }
}
