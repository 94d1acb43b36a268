internal import Foundation

extension ByteCount {
    /// A size as DuckDB reads it: `4GB` (4,000,000,000 bytes), `512MiB`, `1.5 TB`. Nil for anything
    /// else, `80%` and `none` included.
    public init?(duckDBText text: String) {
        let units: [String: Double] = [
            "b": 1, "byte": 1, "bytes": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
            "kib": 1_024, "mib": 1_048_576, "gib": 1_073_741_824, "tib": 1_099_511_627_776,
        ]
        let trimmed = text.trimmingCharacters(in: .whitespaces).lowercased()
        let digits = trimmed.prefix { $0.isNumber || $0 == "." }
        let unit = trimmed.dropFirst(digits.count).trimmingCharacters(in: .whitespaces)
        guard let number = Double(digits), let factor = units[unit], number * factor < 9e18 else {
            return nil
        }
        self = .bytes(Int64(number * factor))
    }
}
