import JSON

extension WireSchema {
    /// A request of each kind, for people who read the document and for programs that try it.
    static var examples: JSON.Object {
        [
            "NewMemory": memory,
            "NewMemories": ["memories": [memory, ["content": "Ada prefers trains to planes"]]],
            "RecallRequest": ["question": "Where does Ada live?", "limit": 5, "explain": true],
            "ContextRequest": ["question": "Write to Ada about the move", "token_budget": 800],
            "SleepRequest": [:],
        ]
    }

    private static var memory: JSON {
        [
            "content": "Ada moved to Lisbon", "speaker": "Ada", "session_id": "letters",
            "occurred_at": "2026-03-02T09:05:00Z", "tags": ["home"],
        ]
    }
}
