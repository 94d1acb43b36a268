/// Puts things in an order in which each comes after what it requires.
///
/// Where nothing decides, kinds come in the order of `ObjectKind`, then names. A circle is broken at
/// its smallest member, so that the result is the same each time and nothing is lost.
struct DependencyOrder {
    private let requirements: [ObjectID: Set<ObjectID>]

    init(_ objects: some Sequence<SchemaObject>) {
        requirements = Dictionary(objects.map { ($0.id, $0.requires) }) { $1 }
    }

    func sorted(_ ids: some Sequence<ObjectID>) -> [ObjectID] {
        let wanted = Set(ids)
        var order: [ObjectID] = []
        var state: [ObjectID: Bool] = [:]  // false while its requirements are being placed
        func place(_ id: ObjectID) {
            guard state[id] == nil else { return }
            state[id] = false
            for requirement in (requirements[id] ?? []).sorted() { place(requirement) }
            state[id] = true
            if wanted.contains(id) { order.append(id) }
        }
        for id in wanted.sorted() { place(id) }
        return order
    }

    /// Which things require a thing directly.
    var dependants: [ObjectID: Set<ObjectID>] {
        var result: [ObjectID: Set<ObjectID>] = [:]
        for (id, required) in requirements {
            for requirement in required { result[requirement, default: []].insert(id) }
        }
        return result
    }
}
