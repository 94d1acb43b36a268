public import JSON
public import Memory

extension MemoryFilter {
    /// Which memories are wanted, by `tags`, `session_id`, `speaker`, `metadata`, `since` and
    /// `until`; a day, a month or a year counts as a whole.
    ///
    /// - Throws: `invalidInput` with the field, and where nothing can be between the two times.
    public init(json: JSON, parser: MomentParser) throws(MemoryError) {
        self.init()
        tags = json["tags"]?.array?.compactMap(\.string) ?? []
        sessionID = json["session_id"]?.string
        speaker = json["speaker"]?.string
        metadata = (json["metadata"]?.object?.entries ?? []).map { entry in
            Entry(key: entry.key, value: entry.value.string ?? entry.value.text())
        }
        let accepted = MomentParser.acceptedAsBound
        since = try MemoryDraft.moment("since", of: json, parser.start, accepted)
        until = try MemoryDraft.moment("until", of: json, parser.end, accepted)
        try validate()
    }

    /// A key and value of the metadata, written `KEY=VALUE`; nil where it is not.
    public static func entry(_ text: String) -> Entry? {
        guard let at = text.firstIndex(of: "="), at > text.startIndex else { return nil }
        return Entry(key: String(text[..<at]), value: String(text[text.index(after: at)...]))
    }
}
