import Foundation
import Hashing

/// A place in a list: it holds whatever is told meanwhile, and is of use in that list only.
public struct PageCursor: Sendable, Hashable {
    let list: ListName
    let first: Moment
    let second: Moment
    let id: UUID

    /// - Parameter times: one or two, by which the list is ordered.
    init(_ list: ListName, _ times: [Moment], _ id: UUID) {
        self.list = list
        first = times.first ?? .earliest
        second = times.last ?? .earliest
        self.id = id
    }

    /// What to give to ask for the next page.
    public var text: String {
        "\(list.digest).\(first.microseconds).\(second.microseconds).\(id.uuidString.lowercased())"
    }

    /// Nil where the text is no cursor.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, let first = Self.moment(parts[1]),
            let second = Self.moment(parts[2]), let id = UUID(uuidString: String(parts[3]))
        else { return nil }
        list = ListName(digest: String(parts[0]))
        self.first = first
        self.second = second
        self.id = id
    }

    private static func moment(_ text: Substring) -> Moment? {
        guard let moment = Int64(text).map(Moment.init(microseconds:)),
            moment >= .earliest, moment <= .latest
        else { return nil }
        return moment
    }

    /// Whether it can be used with a list.
    public func belongs(to listing: MemoryListing) -> Bool { list == listing.list }

    /// - Throws: `notFound` where it was given for another list: another order, or another
    ///   namespace.
    func check(_ list: ListName) throws(MemoryError) {
        if self.list != list { throw ListName.foreignCursor }
    }
}

/// What a list is of, without what filters it: by this a cursor knows where it belongs.
struct ListName: Sendable, Hashable {
    let digest: String

    init(digest: String) { self.digest = digest }

    init(_ parts: String...) {
        let whole = parts.map { "\($0.utf8.count):\($0)" }.joined()
        digest = String(SHA256.hexadecimal(whole).prefix(12))
    }

    static var foreignCursor: MemoryError {
        MemoryError(
            .notFound,
            "the cursor is of another list: give it with the namespace and order it came with")
    }
}
