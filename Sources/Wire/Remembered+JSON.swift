import Foundation
public import JSON
public import Memory

extension Remembered {
    /// What `remember --json` prints.
    public func json(namespace: String) -> JSON {
        [
            "id": .string(id.uuidString.lowercased()), "outcome": .string(outcome.rawValue),
            "namespace": .string(namespace),
        ]
    }
}
