import Foundation

/// The date that a note's path holds: `2026-03-02 Meeting.md`, `2026_03_02.md`, `20260302.md`,
/// `202603020915 Zettel.md`, `2026/03/02.md`, `Meeting 02.03.2026.md`.
enum NoteDate {
    /// - Returns: a text that `MomentParser` reads, or nil.
    static func text(in path: String) -> String? {
        let stem = (((path as NSString).lastPathComponent) as NSString).deletingPathExtension
        if let found = stem.firstMatch(of: /(?:^|\D)(\d{4})([-_.])(\d\d)\2(\d\d)(?!\d)/)?.output,
            let date = date(found.1, found.3, found.4)
        {
            return date
        }
        let run = /(?:^|\D)(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?!\d)/
        if let found = stem.firstMatch(of: run)?.output, let date = date(found.1, found.2, found.3)
        {
            guard let hour = found.4, let minute = found.5 else { return date }
            guard let hours = Int(hour), let minutes = Int(minute), hours < 24, minutes < 60,
                (found.6.flatMap { Int($0) } ?? 0) < 60
            else { return nil }
            return "\(date)T\(hour):\(minute):\(found.6 ?? "00")"
        }
        if let found = stem.firstMatch(of: /(?:^|[^\d.])(\d\d)\.(\d\d)\.(\d{4})(?!\d)/)?.output,
            let date = date(found.3, found.2, found.1)
        {
            return date
        }
        let folders = ((path as NSString).deletingPathExtension)
        if let found = folders.firstMatch(of: /(?:^|\/)(\d{4})\/(\d\d)\/(\d\d)$/)?.output {
            return date(found.1, found.2, found.3)
        }
        return nil
    }

    /// Whether a name is nothing but a date.
    static func isAll(of name: String) -> Bool {
        name.wholeMatch(of: /[\d\-_. T:]+/) != nil && text(in: name + ".md") != nil
    }

    private static func date(_ year: Substring, _ month: Substring, _ day: Substring) -> String? {
        guard let y = Int(year), let m = Int(month), let d = Int(day), (1900...2200).contains(y),
            CivilDate(year: y, month: m, day: d).isValid
        else { return nil }
        return "\(year)-\(month)-\(day)"
    }
}

extension NotePlace {
    /// What a note without a title in its front matter is called: nil where the name of its file is
    /// nothing but a date.
    static func title(ofFile path: String) -> String? {
        let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        return NoteDate.isAll(of: name) ? nil : name
    }
}
