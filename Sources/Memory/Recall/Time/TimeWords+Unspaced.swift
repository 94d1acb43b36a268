import Foundation

/// Words for time in Chinese, Japanese and Korean, which put no blanks between words: phrases that
/// are looked for anywhere in a question and read as their English ones.
enum UnspacedTime {
    /// A phrase of the question and what it is in English.
    struct Found: Equatable {
        var said: String
        var english: String
    }

    /// The first phrase of a question that speaks of a time; of those that begin together the
    /// longest.
    static func find(in question: String) -> Found? {
        guard question.unicodeScalars.contains(where: { isUnspaced($0.value) }) else { return nil }
        let text = question.precomposedStringWithCompatibilityMapping
        var best: (range: Range<String.Index>, english: String)?
        func offer(_ range: Range<String.Index>, _ english: String) {
            if let known = best,
                (known.range.lowerBound, range.upperBound)
                    <= (range.lowerBound, known.range.upperBound)
            {
                return
            }
            best = (range, english)
        }
        for (english, said) in named {
            for phrase in said {
                if let range = text.range(of: phrase) { offer(range, english) }
            }
        }
        let date = /(?:(\d{4})[年년]\s?)?(\d{1,2})[月월](?:\s?(\d{1,2})[日号號일])?/
        for match in text.matches(of: date) {
            guard let number = Int(match.2), (1...12).contains(number) else { continue }
            let day = match.3.map { "\($0) " } ?? ""
            let year = match.1.map { " \($0)" } ?? ""
            let lead = day.isEmpty && year.isEmpty ? "in " : ""
            offer(match.range, lead + day + months[number - 1] + year)
        }
        for match in text.matches(of: /(\d{4})[年년](?!\s?\d{1,2}[月월])/) {
            offer(match.range, "in \(match.1)")
        }
        let ago =
            #/
            (\d{1,4}|[一二两兩三四五六七八九十])\s?
            (天|日|일|周|週間|週|个星期|個星期|주|个月|個月|か月|ヶ月|カ月|개월|달|年|년)
            \s?(?:之前|以前|前|전)
            /#
        for match in text.matches(of: ago) {
            guard let count = Int(match.1) ?? numerals[String(match.1)],
                let unit = units[String(match.2)]
            else { continue }
            offer(match.range, "\(count) \(unit) ago")
        }
        return best.map { Found(said: String(text[$0.range]), english: $0.english) }
    }

    private static func isUnspaced(_ scalar: UInt32) -> Bool {
        (0x3040...0x30FF).contains(scalar) || (0x3400...0x9FFF).contains(scalar)
            || (0x1100...0x11FF).contains(scalar) || (0xAC00...0xD7A3).contains(scalar)
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]
    private static let numerals = [
        "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
        "十": 10,
    ]
    private static let units = [
        "天": "days", "日": "days", "일": "days", "周": "weeks", "週": "weeks", "週間": "weeks",
        "个星期": "weeks", "個星期": "weeks", "주": "weeks", "个月": "months", "個月": "months",
        "か月": "months", "ヶ月": "months", "カ月": "months", "개월": "months", "달": "months",
        "年": "years", "년": "years",
    ]
    private static let named: [(english: String, said: [String])] = [
        ("day before yesterday", ["前天", "一昨日", "おととい", "그저께", "엊그제"]),
        ("yesterday", ["昨天", "昨日", "어제"]),
        ("today", ["今天", "今日", "오늘"]),
        ("last weekend", ["上周末", "上週末", "上个周末", "先週末", "先週の週末", "지난 주말", "지난주말"]),
        ("this weekend", ["这周末", "這週末", "这个周末", "今週末", "이번 주말"]),
        ("last week", ["上周", "上週", "上星期", "上个星期", "上個星期", "先週", "지난주", "지난 주"]),
        ("this week", ["本周", "本週", "这周", "這週", "这个星期", "今週", "이번 주", "이번주"]),
        ("last month", ["上个月", "上個月", "上月", "先月", "지난달", "지난 달"]),
        ("this month", ["这个月", "這個月", "本月", "今月", "이번 달", "이번달"]),
        ("last summer", ["去年夏天", "去年の夏", "昨年の夏", "작년 여름", "지난 여름", "지난여름"]),
        ("last winter", ["去年冬天", "去年の冬", "昨年の冬", "작년 겨울", "지난 겨울", "지난겨울"]),
        ("last spring", ["去年春天", "去年の春", "昨年の春", "작년 봄", "지난 봄"]),
        ("last autumn", ["去年秋天", "去年の秋", "昨年の秋", "작년 가을", "지난 가을"]),
        ("last year", ["去年", "昨年", "작년", "지난해"]),
        ("this year", ["今年", "올해"]),
        ("christmas", ["圣诞节", "聖誕節", "圣诞", "クリスマス", "크리스마스"]),
    ]
}
