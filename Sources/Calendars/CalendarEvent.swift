public import Foundation

/// An event as a calendar or a page tells of it, before anybody has decided what to believe.
public struct CalendarEvent: Sendable, Hashable {
    /// Somebody who speaks.
    public struct Person: Sendable, Hashable {
        public var name: String
        public var title: String?
        public var company: String?
        public var url: String?

        public init(
            name: String, title: String? = nil, company: String? = nil, url: String? = nil
        ) {
            self.name = name
            self.title = title
            self.company = company
            self.url = url
        }
    }

    public enum Status: String, Sendable, Hashable {
        case scheduled, postponed, cancelled, draft
    }

    /// The source's own name for it.
    public var uid: String?
    /// That, and which occurrence of a series.
    public var sourceKey: String?
    /// The series it belongs to.
    public var seriesKey: String?
    public var title: String?
    public var description: String?
    /// Nil where the event cannot be used; `faults` says why.
    public var start: Date?
    public var end: Date?
    public var isAllDay = false
    /// The zone its times are in, by its name in the database of zones.
    public var zone: String?
    public var status = Status.scheduled
    public var url: String?
    public var imageURL: String?
    public var location: String?
    public var city: String?
    public var country: String?
    public var isOnline = false
    public var organiser: String?
    public var organiserURL: String?
    public var speakers: [Person] = []
    public var topics: [String] = []
    public var language: String?
    public var capacity: Int?
    public var updated: Date?
    /// What was wrong, and what was made of it.
    public var faults: [String] = []

    public init() {}

    /// Texts longer than this are cut, which is noted: nobody reads a description of 10 MB.
    static let mostCharacters = 100_000

    /// Cuts a text where it is too long.
    mutating func cut(_ text: String, _ what: String) -> String {
        // Bytes are counted first: counting characters of 10 MB takes a while.
        guard text.utf8.count > Self.mostCharacters,
            let end = text.unicodeScalars.index(
                text.startIndex, offsetBy: Self.mostCharacters, limitedBy: text.endIndex),
            end < text.endIndex
        else { return text }
        faults.append(
            "\(what) of \(text.utf8.count) bytes was cut at \(Self.mostCharacters) characters")
        return String(text[..<end])
    }
}
