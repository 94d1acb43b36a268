public import Foundation

/// What a new migration is numbered.
public enum MigrationNumbering {
    /// The next number, as wide as the last (at least four digits); a time in UTC where that is
    /// asked for, or where the last version is one.
    public static func next(after versions: [MigrationVersion], byTime: Bool, now: Date) -> String {
        let last = versions.filter { !$0.isRepeatable }.max()
        if byTime || last.map({ $0.text.count >= 14 }) ?? false {
            let seconds = time(now)
            // Two in one second stay in order.
            guard let last, last.number >= seconds, last.text.count >= 14 else {
                return String(seconds)
            }
            return String(last.number + 1)
        }
        let digits = String((last?.number ?? 0) + 1)
        let width = max(last?.text.count ?? 4, 4)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// `20260214093000`
    private static func time(_ now: Date) -> Int64 {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: now)
        return [parts.month, parts.day, parts.hour, parts.minute, parts.second]
            .reduce(Int64(parts.year ?? 0)) { $0 * 100 + Int64($1 ?? 0) }
    }
}
