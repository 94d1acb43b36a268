/// New numbers for the members of a list that others are put into, all in their order.
public struct Renumbering: Sendable {
    /// The new number of each old one.
    public let moved: [Int32]
    /// The numbers of those that are put in, ascending.
    public let added: [Int32]

    public var count: Int { moved.count + added.count }

    /// - Parameters:
    ///   - places: for each that is put in, the old number it comes before; ascending.
    ///   - count: of the list; as a place, its end.
    public init(inserting places: [Int], into count: Int) {
        var moved: [Int32] = []
        moved.reserveCapacity(count)
        var added: [Int32] = []
        for old in 0...count {
            while added.count < places.count, places[added.count] == old {
                added.append(Int32(old + added.count))
            }
            if old < count { moved.append(Int32(old + added.count)) }
        }
        precondition(added.count == places.count, "places ascend and are within the list")
        self.moved = moved
        self.added = added
    }

    /// A number's new one; below zero it stands for nobody and stays.
    public subscript(number: Int32) -> Int32 { number < 0 ? number : moved[Int(number)] }

    /// A list with a value for each that is put in.
    public func merge<T>(_ old: [T], _ new: [T]) -> [T] {
        var merged: [T] = []
        merged.reserveCapacity(count)
        var taken = 0
        for (number, value) in added.enumerated() {
            let until = Int(value) - number
            merged += old[taken..<until]
            merged.append(new[number])
            taken = until
        }
        return merged + old[taken...]
    }
}
