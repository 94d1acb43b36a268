import Foundation
public import JSON
public import Memory

extension Fact {
    /// A fact with the memory that says it.
    public var json: JSON {
        [
            "id": .string(id.uuidString.lowercased()), "subject": .string(subject),
            "predicate": .string(predicate), "value": .string(value),
            "confidence": .double((confidence * 1000).rounded() / 1000),
            "valid_from": .string(validFrom.description),
            "valid_to": validTo.map { .string($0.description) } ?? .null,
            "confirmed_at": .string(confirmedAt.description), "times_said": .int(timesSaid),
            "memory_id": .string(memoryID.uuidString.lowercased()), "sentence": .string(sentence),
            "source": .string(source),
        ]
    }
}

extension FactPage {
    public var json: JSON.Object {
        [
            "facts": .array(facts.map(\.json)),
            "next": next.map { .string($0.text) } ?? .null,
        ]
    }
}

extension Episode {
    /// An episode without its memories.
    public var json: JSON.Object {
        [
            "id": .string(id.uuidString.lowercased()), "session_id": JSON(sessionID),
            "started_at": .string(startedAt.description),
            "ended_at": .string(endedAt.description), "memories": .int(memories),
            "who": JSON(who), "places": JSON(places), "concepts": JSON(concepts),
            "goal": JSON(goal), "tasks": JSON(tasks), "actions": JSON(actions),
            "source": .string(source),
        ]
    }
}

extension EpisodePage {
    public var json: JSON.Object {
        [
            "episodes": .array(episodes.map { .object($0.json) }),
            "next": next.map { .string($0.text) } ?? .null,
        ]
    }
}

extension Neighbourhood {
    public var json: JSON.Object {
        [
            "memories": .array(memories.map { .object($0.jsonObject) }),
            "associations": .array(
                associations.map {
                    [
                        "source": .string($0.source.uuidString.lowercased()),
                        "target": .string($0.target.uuidString.lowercased()),
                        "kind": .string($0.kind),
                        "weight": .double(($0.weight * 1e6).rounded() / 1e6),
                    ]
                }), "has_more": .bool(hasMore),
        ]
    }
}

extension SleepCycle {
    public var json: JSON {
        [
            "cycle": .int(number), "as_of": .string(asOf.description), "stage": .string(stage),
            "new_memories": .int(newMemories),
        ]
    }
}
