internal import Foundation
public import JSON
public import Memory

extension TimelineFact {
    /// A claim on a timeline.
    public var json: JSON {
        [
            "subject": .string(subject), "predicate": .string(predicate), "value": .string(value),
            "valid_from": .string(validFrom.description),
            "valid_to": validTo.map { .string($0.description) } ?? .null,
            "confirmed_at": .string(confirmedAt.description),
            "memory": .string(memory.uuidString.lowercased()), "sentence": .string(sentence),
            "source": .string(source),
        ]
    }
}
