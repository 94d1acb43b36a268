public import JSON
public import Memory

extension MemoryRecord {
    /// What `show --json` prints: the memory, and what sleep has made of it.
    public func json(with traces: [Trace]) -> JSON {
        var object = jsonObject
        object["traces"] = .array(
            traces.map { ["name": .string($0.name), "text": .string($0.text)] })
        return .object(object)
    }
}
