import Foundation
import JSON

extension MemoryEngine {
    /// Hands out every memory as a line of JSON, by event time, with its accesses.
    ///
    /// - Parameters:
    ///   - namespace: nil for all.
    ///   - write: gets a line without its end.
    /// - Returns: how many there were.
    @discardableResult
    public func export(namespace: String?, write: (String) throws -> Void) throws(MemoryError)
        -> Int
    {
        try flush()
        let accesses = try store.accesses(namespace: namespace)
        let tags = try store.laterTags(namespace: namespace)
        var pins: [UUID: Bool] = [:]
        for (name, _) in try store.namespaces() where namespace.map({ $0 == name }) ?? true {
            pins.merge(try store.marks(namespace: name).pins) { first, _ in first }
        }
        let replacements = try store.replacements(namespace: namespace)
        var count = 0
        try store.forEachMemory(namespace: namespace) { memory in
            var object = memory.jsonObject
            if let recalled = accesses[memory.id] {
                object["accesses"] = .array(recalled.map(\.json))
            }
            if let later = tags[memory.id] {
                object["later_tags"] = .array(later.map(JSON.string))
            }
            object["pinned"] = pins[memory.id].map(JSON.bool)
            object["replaced_by"] = replacements[memory.id].map {
                .string($0.uuidString.lowercased())
            }
            try write(JSON.object(object).text())
            count += 1
        }
        return count
    }
}
