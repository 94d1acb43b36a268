public import Foundation

public import enum JSON.JSON

/// `sources.json` (version 3): how old sources are.
public struct FreshnessResults: Sendable {
    let project: Project
    let results: [FreshnessResult]
    let duration: Duration

    public init(_ project: Project, _ results: [FreshnessResult], duration: Duration) {
        self.project = project
        self.results = results
        self.duration = duration
    }

    /// The document.
    public func json(now: Date) -> JSON {
        let options = project.options
        let metadata = ArtifactMetadata(
            invocation: options.invocation, environment: options.environment, now: now)
        return [
            "metadata": metadata.json("sources", version: 3),
            "results": .array(results.map(json)),
            "elapsed_time": .double(duration / .seconds(1)),
        ]
    }

    private func json(_ result: FreshnessResult) -> JSON {
        guard let askedAt = result.snapshottedAt else {
            return [
                "unique_id": .string(result.source.id), "error": JSON(result.error?.message),
                "status": "runtime error",
            ]
        }
        let freshness = result.source.freshness
        func age(_ age: Freshness.Age?) -> JSON {
            [
                "count": age.map { .int($0.count) } ?? .null,
                "period": JSON(age?.period.rawValue),
            ]
        }
        // Without any row the source is as old as dbt's calendar.
        let loadedAt = result.maxLoadedAt ?? Date(timeIntervalSince1970: -62_135_596_800)
        let asked = ArtifactMetadata.text(askedAt)
        return [
            "unique_id": .string(result.source.id),
            "max_loaded_at": .string(ArtifactMetadata.text(loadedAt)),
            "snapshotted_at": .string(asked),
            "max_loaded_at_time_ago_in_s": .double(result.age ?? 0),
            "status": .string(result.status.rawValue),
            "criteria": [
                "warn_after": age(freshness?.warnAfter),
                "error_after": age(freshness?.errorAfter), "filter": JSON(freshness?.filter),
            ],
            "adapter_response": ["_message": "OK"],
            "timing": [
                ["name": "compile", "started_at": .string(asked), "completed_at": .string(asked)],
                [
                    "name": "execute", "started_at": .string(asked),
                    "completed_at": .string(
                        ArtifactMetadata.text(
                            askedAt.addingTimeInterval(result.duration / .seconds(1)))),
                ],
            ],
            "thread_id": .string(result.thread),
            "execution_time": .double(result.duration / .seconds(1)),
        ]
    }
}
