internal import Jinja

/// `target`: what templates may know of where they run.
struct TargetFacts: Sendable {
    let profile: Profile

    /// A dict, as dbt gives it.
    var value: Value {
        .dict(
            Dict([
                "profile_name": .string(profile.name), "name": .string(profile.target),
                "target_name": .string(profile.target), "type": "duckdb",
                "database": .string(profile.database), "schema": .string(profile.schema),
                "path": .string(profile.path ?? ":memory:"), "threads": .int(profile.threads),
            ]))
    }
}
