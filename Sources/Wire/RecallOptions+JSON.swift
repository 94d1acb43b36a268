public import JSON
public import Memory

extension RecallOptions {
    /// What a recall may look at, as `WireSchema.recallRequest` lays it out.
    ///
    /// - Throws: `invalidInput` with the field.
    public init(json: JSON, namespace: String, parser: MomentParser) throws(MemoryError) {
        self.init(namespace: namespace)
        if let limit = json["limit"]?.int { self.limit = limit }
        asOf = try MemoryDraft.moment("as_of", of: json, parser)
        filter = try MemoryFilter(json: json, parser: parser)
        foldsRepetitions = json["all"]?.bool != true
    }
}
