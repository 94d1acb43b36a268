import Foundation
import JSON
import MCP
import Memory

/// What is worth listing of the resources: the memories told last, a page at a time. Their names say
/// when and by whom, never what: that is read where it is marked as data.
extension ToolContext {
    private static let page = 50

    @Sendable
    func resources(_ cursor: String?) async throws -> (page: [ResourceListing], next: String?) {
        var listing = MemoryListing(namespace: namespace)
        listing.order = .told
        listing.limit = Self.page
        if let cursor {
            guard let after = PageCursor(cursor) else {
                throw RPCError(
                    RPCError.invalidParameters,
                    "\"cursor\" is not a cursor; give nextCursor of the page before")
            }
            listing.after = after
        }
        let whole = listing
        let found: MemoryPage
        do {
            found = try await withMemories { memories in
                try await memories.run { try $0.list(whole) }
            }
        } catch let error as MemoryError
            where error.code == .notFound || error.code == .invalidInput
        {
            // A cursor of another namespace or list.
            throw RPCError(RPCError.invalidParameters, error.message)
        }
        return (found.memories.map(Self.listing), found.next?.text)
    }

    private static func listing(_ memory: MemoryRecord) -> ResourceListing {
        let id = memory.id.uuidString.lowercased()
        return ResourceListing(
            uri: "dormouse://memory/" + id, name: "memory " + id.prefix(8),
            description: "A memory of \(memory.occurredAt)")
    }
}
