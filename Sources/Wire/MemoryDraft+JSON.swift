public import JSON
public import Memory

extension MemoryDraft {
    /// What somebody tells, as `WireSchema.newMemory` lays it out.
    ///
    /// - Parameter parser: reads `occurred_at`.
    /// - Throws: `invalidInput` with the field.
    public init(json: JSON, namespace: String, parser: MomentParser) throws(MemoryError) {
        guard let content = json["content"]?.string else {
            throw MemoryError(.invalidInput, "a memory needs \"content\", a string")
        }
        self.init(
            namespace: namespace, content: content,
            time: try Self.moment("occurred_at", of: json, parser).map { .stated($0) } ?? .now)
        sessionID = json["session_id"]?.string
        role = json["role"]?.string
        speaker = json["speaker"]?.string
        context = json["context"]?.string
        tags = json["tags"]?.array?.compactMap(\.string) ?? []
        metadata = json["metadata"].flatMap { $0.isNull ? nil : $0.text() }
        try validate()
    }

    static func moment(_ name: String, of json: JSON, _ parser: MomentParser) throws(MemoryError)
        -> Moment?
    {
        try moment(name, of: json, parser.parse, MomentParser.accepted)
    }

    static func moment(
        _ name: String, of json: JSON, _ read: (String) -> Moment?, _ accepted: String
    ) throws(MemoryError) -> Moment? {
        guard let text = json[name]?.string else { return nil }
        guard let moment = read(text) else {
            throw MemoryError(
                .invalidInput,
                "\"\(name)\": cannot parse this as a time; accepted are \(accepted)")
        }
        return moment
    }
}
