import Foundation
public import JSON
public import Memory

extension RecallAnswer {
    /// What `recall --json` prints and REST and MCP answer; `WireSchema.recallAnswer`.
    public var json: JSON { json(mostCharacters: nil) }

    /// The same with contents of so many characters at most: those that fit the question
    /// best. `content_chars` then says how many it has.
    public func json(mostCharacters limit: Int?) -> JSON {
        [
            "question": .string(question),
            "likelihood": .double(rounded(likelihood)),
            "window": window.map {
                [
                    "from": .string($0.from.description), "to": .string($0.to.description),
                    "words": .string($0.words),
                ]
            } ?? .null,
            "results": .array(
                results.enumerated().map {
                    $1.json(rank: $0 + 1, question: question, mostCharacters: limit)
                }),
            "knowledge": .array(knowledge.map(\.json)),
            "notes": .array(notes.map { .string($0) }),
        ]
    }
}

extension RecallResult {
    fileprivate func json(rank: Int, question: String, mostCharacters limit: Int?) -> JSON {
        var object = memory.jsonObject
        let whole = memory.content.count
        if let limit, whole > limit {
            object["content"] = .string(
                Excerpt(of: self, question: question, limit: limit).text)
            object["content_chars"] = .int(whole)
        }
        object["rank"] = .int(rank)
        object["superseded_by"] =
            supersededBy.map { .string($0.uuidString.lowercased()) } ?? .null
        object["score"] = .double(rounded(score))
        let text = passage?.text ?? ""
        object["passage"] = passage.map {
            [
                "from_byte": .int($0.bytes.lowerBound), "to_byte": .int($0.bytes.upperBound),
                "text": .string(limit.map { String(text.prefix($0)) } ?? text),
            ]
        }
        if let saying {
            object["times_said"] = .int(saying.times)
            object["last_said_at"] = .string(saying.last.description)
            object["also"] = .array(saying.others.map { .string($0.uuidString.lowercased()) })
        }
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
            "said_by": .array(saidBy.map(JSON.string)),
            "valid_from": validFrom.map { .string($0.description) } ?? .null,
            "relevance": .double(rounded(relevance)),
            "before": before.map { .string($0) } ?? .null,
            "valid_to": validTo.map { .string($0.description) } ?? .null,
        ]
    }
}

private func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
