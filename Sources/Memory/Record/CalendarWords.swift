/// English names of months, as people shorten them.
enum MonthNames {
    private static let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]

    /// 1…12 for a full name or its first three letters (`sept` too), lower case.
    static func month(_ word: String) -> Int? {
        let word = word.hasSuffix(".") ? String(word.dropLast()) : word
        if word == "sept" { return 9 }
        return names.firstIndex { $0 == word || (word.count == 3 && $0.hasPrefix(word)) }
            .map { $0 + 1 }
    }
}

/// English names of weekdays.
enum WeekdayNames {
    private static let names = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    /// 1 Monday … 7 Sunday for a full name or its first three letters, lower case.
    static func weekday(_ word: String) -> Int? {
        names.firstIndex { $0 == word || (word.count == 3 && $0.hasPrefix(word)) }.map { $0 + 1 }
    }
}

/// Small numbers in words.
enum NumberWords {
    private static let names = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ]

    /// The number that digits or a word stand for: "3", "three", "a", "an", "a couple" not.
    static func value(_ word: String) -> Int? {
        if word == "a" || word == "an" { return 1 }
        return names.firstIndex(of: word) ?? Int(word).flatMap { $0 >= 0 ? $0 : nil }
    }
}
