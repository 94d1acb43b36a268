import JSON

extension WireSchema {
    /// Pages of lists, and what they list.
    static var lists: JSON.Object {
        [
            "MemoryPage": page("memories", "Memory"),
            "Versions": open(
                required: ["memories"],
                ["memories": list(reference("Memory"), "The first version first.")]),
            "SessionPage": page("sessions", "Session"),
            "Session": open(
                required: ["session_id", "memories", "started_at", "ended_at", "speakers"],
                [
                    "session_id": text("Its name."), "memories": count("How many it has."),
                    "started_at": time("Its first memory."), "ended_at": time("Its last."),
                    "speakers": list(["type": "string"], "By name, at most 50."),
                ]),
            "FactPage": page("facts", "Fact"),
            "Fact": open(
                required: ["id", "subject", "predicate", "value", "valid_from", "memory_id"],
                [
                    "id": id("The fact's."), "subject": text("Who or what."),
                    "predicate": text("Which relation."), "value": text("Which value."),
                    "confidence": ["type": "number", "minimum": 0, "maximum": 1],
                    "valid_from": time("Since when it holds."),
                    "valid_to": nullable(time("When it stopped; null where it still holds.")),
                    "confirmed_at": time("When it was said last."),
                    "times_said": ["type": "integer", "minimum": 1],
                    "memory_id": id("The memory that said it first."),
                    "sentence": text("Its words."),
                    "source": text("rule, or the language model that read it."),
                ]),
            "EpisodePage": page("episodes", "Episode"),
            "Episode": episode(more: [:]),
            "EpisodeWithMemories": episode(
                more: ["members": list(reference("Memory"), "Its memories, in their order.")]),
            "Neighbourhood": open(
                required: ["memories", "associations", "has_more"],
                [
                    "memories": list(
                        reference("Memory"), "The memory itself first, then the nearest."),
                    "associations": list(
                        [
                            "type": "object", "required": ["source", "target", "kind", "weight"],
                            "properties": [
                                "source": id("A memory."), "target": id("Another."),
                                "kind": text("What it goes by."),
                                "weight": ["type": "number", "minimum": 0],
                            ],
                        ], "Links between these, the strongest first."),
                    "has_more": ["type": "boolean", "description": "Whether there are more."],
                ]),
            "SleepCycles": open(
                required: ["cycles", "next"],
                [
                    "cycles": list(reference("SleepCycle"), "The last first."),
                    "next": [
                        "type": ["integer", "null"],
                        "description": "Give it as before, to ask for the next page.",
                    ],
                ]),
            "SleepCycle": open(
                required: ["cycle", "as_of", "stage", "new_memories"],
                [
                    "cycle": ["type": "integer", "minimum": 1],
                    "as_of": time("What the clock said."),
                    "stage": text("How far it went."), "new_memories": count("Slept on first."),
                ]),
        ]
    }

    private static func page(_ key: String, _ name: String) -> JSON {
        open(
            required: [key, "next"],
            .object([
                key: list(reference(name), "In the list's order."),
                "next": [
                    "type": ["string", "null"],
                    "description": "The cursor of the next page; null where nothing follows.",
                ],
            ]))
    }

    private static func episode(more: JSON.Object) -> JSON {
        var properties: JSON.Object = [
            "id": id("The episode's."),
            "session_id": ["type": ["string", "null"], "description": "The talk or task."],
            "started_at": time("Its first memory."), "ended_at": time("Its last."),
            "memories": count("How many it has."),
            "who": list(["type": "string"], "People."),
            "places": list(["type": "string"], "Places."),
            "concepts": list(["type": "string"], "What it is about."),
            "goal": ["type": ["string", "null"], "description": "What was wanted."],
            "tasks": list(["type": "string"], "What was to be done."),
            "actions": list(["type": "string"], "What was done."),
            "source": text("rule, or the language model that found the goal."),
        ]
        for entry in more.entries { properties[entry.key] = entry.value }
        return open(
            required: ["id", "started_at", "ended_at", "memories"] + more.keys,
            .object(properties))
    }
}
