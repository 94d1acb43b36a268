public import JSON
public import Memory

extension Statistics {
    /// What `stats --json` prints.
    ///
    /// - Parameter home: the home's folder; nil to leave it out.
    public func json(home: String?) -> JSON {
        var object: JSON.Object = [:]
        object["home"] = home.map(JSON.string)
        object["kept_in"] = .string(place)
        object["memories"] = .int(store.memories)
        object["sessions"] = .int(store.sessions)
        object["speakers"] = .int(store.speakers)
        object["accesses"] = .int(store.accesses)
        object["without_embedding"] = .int(store.withoutEmbedding)
        object["earliest"] = JSON(store.earliest?.description)
        object["latest"] = JSON(store.latest?.description)
        object["cycles"] = .int(cycles)
        object["bytes"] = .int(bytes)
        object["derived"] = .object(JSON.Object(derived.map { ($0.name, .int($0.rows)) }))
        object["namespaces"] = .object(JSON.Object(namespaces.map { ($0.name, .int($0.rows)) }))
        return .object(object)
    }
}
