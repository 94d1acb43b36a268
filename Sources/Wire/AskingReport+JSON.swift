public import JSON
import LanguageModels
public import Memory

extension AskingReport {
    /// What a language model was asked, and what became of it.
    public var json: JSON {
        func counts(_ counts: [String: Int]) -> JSON {
            .object(
                JSON.Object(counts.sorted { $0.key < $1.key }.map { ($0.key, .int($0.value)) }))
        }
        return [
            "model": JSON(model), "reason": JSON(reason), "dry_run": .bool(isDryRun),
            "requests": .int(usage.requests), "cached": .int(usage.cached),
            "shared": .int(usage.shared), "retries": .int(usage.retries),
            "repairs": .int(usage.repairs), "prompt_tokens": .int(usage.tokens.prompt),
            "completion_tokens": .int(usage.tokens.completion), "cost": .double(usage.cost),
            "planned_questions": .int(usage.planned),
            "planned_tokens": .int(usage.plannedTokens.total),
            "questions": .int(questions), "failed": .int(failed), "believed": .int(believed),
            "failures": counts(failures), "set_aside": counts(refused),
            "parts": .array(
                parts.map {
                    [
                        "about": .string($0.question.rawValue), "questions": .int($0.questions),
                        "characters": .int($0.characters), "believed": .int($0.believed),
                        "failures": counts($0.failures), "set_aside": counts($0.refused),
                    ]
                }),
        ]
    }
}
