import Foundation

extension MomentParser {
    /// The day that a text names without a time of day: `2026-03-02`, `8 May 2023`, `yesterday`.
    /// Nil for a moment, and for what cannot be parsed.
    public func day(_ text: String) -> CivilDate? {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace)
        // Digits alone count seconds; "ago" counts from now.
        guard let moment = parse(text), !text.contains(":"), words != ["now"],
            !words.contains("ago"),
            text.contains(where: { !$0.isASCII || !($0.isNumber || $0 == "." || $0.isWhitespace) })
        else { return nil }
        let date = localDate(of: moment)
        return self.moment(date) == moment ? date : nil
    }

    /// The first moment after what a text names: of a day the next midnight, else the moment itself.
    public func end(_ text: String) -> Moment? {
        day(text).map { moment($0.adding(days: 1)) } ?? parse(text)
    }
}
