import Foundation
import JSON
import Memory

/// What the tools of one client work on: whose memories, and how times without a zone are read.
struct ToolContext: Sendable {
    /// Opens the memories when they are asked for: a client that shakes hands does not wait for a
    /// disk.
    let lender: any MemoryLender
    /// From the configuration, never from the model.
    let namespace: String
    let zone: TimeZone
    let now: @Sendable () -> Moment

    func withMemories<T: Sendable>(
        _ body: @Sendable (MemoryService) async throws -> T
    ) async throws -> T { try await lender.withMemories(body) }

    var parser: MomentParser { MomentParser(now: now(), zone: zone) }

    /// - Throws: `invalidInput` with the argument's name.
    func moment(_ name: String, of arguments: JSON.Object) throws(MemoryError) -> Moment? {
        guard let text = arguments[name]?.string else { return nil }
        guard let moment = parser.parse(text) else {
            throw MemoryError(
                .invalidInput,
                "\(name): cannot parse '\(text.prefix(64))' as a time; accepted are "
                    + MomentParser.accepted)
        }
        return moment
    }

    /// The memory that an argument names by its id or the beginning of it.
    func memory(_ arguments: JSON.Object) async throws -> MemoryRecord {
        let text = arguments["id"]?.string ?? ""
        let digits = text.replacing("-", with: "")
        if let id = UUID(uuidString: text) {
            let memory = try await withMemories { try await $0.memory(id, namespace: namespace) }
            if let memory { return memory }
        } else if digits.count >= 8, digits.allSatisfy(\.isHexDigit) {
            let ids = try await withMemories {
                try await $0.ids(beginningWith: digits, namespace: namespace)
            }
            guard ids.count < 2 else {
                throw MemoryError(
                    .invalidInput, "'\(text)' is the beginning of several ids; give all of it")
            }
            if let id = ids.first {
                let memory = try await withMemories {
                    try await $0.memory(id, namespace: namespace)
                }
                if let memory { return memory }
            }
        }
        throw MemoryError(
            .notFound,
            "the namespace '\(namespace)' has no memory with the id '\(text.prefix(64))'; recall "
                + "and recent return ids")
    }
}
