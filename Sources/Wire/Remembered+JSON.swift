import Foundation
public import JSON
public import Memory

extension Remembered {
    /// What `remember --json` prints.
    public func json(namespace: String) -> JSON {
        var object: JSON.Object = [
            "id": .string(id.uuidString.lowercased()), "outcome": .string(outcome.rawValue),
            "namespace": .string(namespace),
        ]
        object["repeats"] = repeats.map { .string($0.uuidString.lowercased()) }
        return .object(object)
    }
}
