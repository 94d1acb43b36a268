import Foundation
public import JSON
public import Memory

extension RecallAnswer {
    /// What `recall --json` prints and REST and MCP answer; `WireSchema.recallAnswer`.
    public var json: JSON {
        [
            "question": .string(question),
            "likelihood": .double(rounded(likelihood)),
            "window": window.map {
                [
                    "from": .string($0.from.description), "to": .string($0.to.description),
                    "words": .string($0.words),
                ]
            } ?? .null,
            "results": .array(results.enumerated().map { $1.json(rank: $0 + 1) }),
            "knowledge": .array(knowledge.map(\.json)),
            "notes": .array(notes.map { .string($0) }),
        ]
    }
}

extension RecallResult {
    fileprivate func json(rank: Int) -> JSON {
        var object = memory.jsonObject
        object["rank"] = .int(rank)
        object["superseded_by"] =
            supersededBy.map { .string($0.uuidString.lowercased()) } ?? .null
        object["score"] = .double(rounded(score))
        object["reasons"] = .array(
            reasons.map {
                [
                    "kind": .string($0.kind.rawValue), "weight": .double(rounded($0.weight)),
                    "text": .string($0.text),
                ]
            })
        return .object(object)
    }
}

extension Knowledge {
    /// A gist or a fact.
    public var json: JSON {
        [
            "kind": .string(kind.rawValue), "text": .string(text),
            "sources": .array(sources.map { .string($0.uuidString.lowercased()) }),
            "valid_from": validFrom.map { .string($0.description) } ?? .null,
            "relevance": .double(rounded(relevance)),
            "valid_to": validTo.map { .string($0.description) } ?? .null,
        ]
    }
}

private func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
