/// What a value must look like. It is checked while parsing, shown in help and used by completion.
public enum ValueKind: Sendable, Hashable {
    case text
    /// A whole number within bounds; `1...Int.max` means one or more.
    case integer(ClosedRange<Int> = Int.min...Int.max)
    /// A finite number within bounds.
    case number(ClosedRange<Double> = -Double.infinity...Double.infinity)
    /// One of these words.
    case choice([String])
    /// A path; completion offers files. Whether it exists is not checked.
    case file
    /// A path; completion offers directories. Whether it exists is not checked.
    case directory

    /// What help says of the values allowed: `1 to 100`, `one of: json, text`, or nothing.
    var constraint: String? {
        switch self {
        case .text, .file, .directory: nil
        case .integer(let range):
            bounds(
                range.lowerBound == .min ? nil : "\(range.lowerBound)",
                range.upperBound == .max ? nil : "\(range.upperBound)")
        case .number(let range):
            bounds(
                range.lowerBound == -.infinity ? nil : plain(range.lowerBound),
                range.upperBound == .infinity ? nil : plain(range.upperBound))
        case .choice(let words): "one of: " + words.joined(separator: ", ")
        }
    }
}

private func bounds(_ lower: String?, _ upper: String?) -> String? {
    switch (lower, upper) {
    case (nil, nil): nil
    case (let lower?, nil): "\(lower) or more"
    case (nil, let upper?): "at most \(upper)"
    case (let lower?, let upper?): "\(lower) to \(upper)"
    }
}

/// `1` rather than `1.0`.
private func plain(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
}
