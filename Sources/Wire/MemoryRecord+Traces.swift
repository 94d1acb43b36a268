public import JSON
public import Memory

extension MemoryRecord {
    /// What `show --json` prints: the memory, and what sleep has made of it.
    ///
    /// - Parameter repetitions: how often it was said again, and when last.
    public func json(with traces: [Trace], repetitions: (count: Int, last: Moment?)) -> JSON {
        var object = jsonObject
        object["repetitions"] = .int(repetitions.count)
        object["last_repeated_at"] = repetitions.last.map { .string($0.description) }
        object["traces"] = .array(
            traces.map { ["name": .string($0.name), "text": .string($0.text)] })
        return .object(object)
    }
}
