/// A time as YAML 1.1 writes it (yaml.org/type/timestamp.html), in the text that Python gives a
/// `datetime`: what a template prints where dbt has read the same file.
///
/// Days without a time are the same text in both and are left alone.
enum YAMLTimestamp {
    /// Nil for a text that is none.
    static func text(_ written: String) -> String? {
        guard written.utf8.count >= 16, written.utf8.first.map({ 48...57 ~= $0 }) == true else {
            return nil
        }
        let pattern =
            /(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d*))?(?:[ \t]*(?:(Z)|([-+])(\d{1,2})(?::(\d{2}))?))?/
            .asciiOnlyDigits()
        guard let match = written.wholeMatch(of: pattern) else { return nil }
        func two(_ text: Substring) -> String { text.count == 1 ? "0" + text : String(text) }
        let found = match.output
        var text =
            "\(found.1)-\(two(found.2))-\(two(found.3)) \(two(found.4)):\(found.5):\(found.6)"
        let fraction = (found.7 ?? "").prefix(6)
        if fraction.contains(where: { $0 != "0" }) {
            text += "." + fraction + String(repeating: "0", count: 6 - fraction.count)
        }
        if found.8 != nil {
            text += "+00:00"
        } else if let sign = found.9, let hours = found.10 {
            let minutes = found.11 ?? "00"
            let isZero = Int(hours) == 0 && Int(minutes) == 0
            text += (isZero ? "+" : sign) + two(hours) + ":" + minutes
        }
        return text
    }
}
