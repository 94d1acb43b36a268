extension PythonString {
    /// The first letter in upper case, the rest in lower case.
    static func capitalized(_ string: String) -> String {
        guard let first = string.unicodeScalars.first else { return "" }
        return first.properties.titlecaseMapping
            + String(string.unicodeScalars.dropFirst()).lowercased()
    }

    /// `str.title()`: upper case after anything that is no letter.
    static func titled(_ string: String) -> String {
        var result = ""
        var isInside = false
        for scalar in string.unicodeScalars {
            let isCased = scalar.properties.isCased
            result +=
                isInside ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
            isInside = isCased
        }
        return result
    }

    /// Whether each word begins with a capital letter and goes on with small ones.
    static func isTitle(_ string: String) -> Bool {
        var (isInside, found) = (false, false)
        for scalar in string.unicodeScalars {
            if scalar.properties.isUppercase {
                if isInside { return false }
                (isInside, found) = (true, true)
            } else if scalar.properties.isLowercase {
                if !isInside { return false }
                found = true
            } else {
                isInside = scalar.properties.isCased
            }
        }
        return found
    }

    /// Blanks in the place of tabs, up to the next column that is a multiple of `size`.
    static func expandingTabs(_ string: String, size: Int) -> String {
        var result = String.UnicodeScalarView()
        var column = 0
        for scalar in string.unicodeScalars {
            if scalar == "\t" {
                let blanks = size > 0 ? size - column % size : 0
                for _ in 0..<blanks { result.append(" ") }
                column += blanks
            } else {
                result.append(scalar)
                column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
            }
        }
        return String(result)
    }

    static func swappedCase(_ string: String) -> String {
        var result = ""
        for scalar in string.unicodeScalars {
            result +=
                scalar.properties.isUppercase
                ? scalar.properties.lowercaseMapping : scalar.properties.uppercaseMapping
        }
        return result
    }

    /// Whether there are cased letters and all are in one case.
    static func isCased(_ string: String, upper: Bool) -> Bool {
        var found = false
        for scalar in string.unicodeScalars {
            let (wanted, other) =
                upper
                ? (scalar.properties.isUppercase, scalar.properties.isLowercase)
                : (scalar.properties.isLowercase, scalar.properties.isUppercase)
            if other || scalar.properties.generalCategory == .titlecaseLetter { return false }
            if wanted { found = true }
        }
        return found
    }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    static func replace(
        _ old: String, with new: String, in string: String, limit: Int,
        limits: Environment.Limits
    ) throws(JinjaError) -> String {
        let parts: [String]
        if old.isEmpty {
            // Python puts the new text between all characters and at both ends.
            var pieces = [""]
            for scalar in string.unicodeScalars {
                if limit >= 0, pieces.count > limit {
                    pieces[pieces.count - 1].unicodeScalars.append(scalar)
                } else {
                    pieces.append(String(scalar))
                }
            }
            if limit < 0 || pieces.count <= limit { pieces.append("") }
            if limit == 0 { return string }
            parts = pieces
        } else {
            parts = split(string, by: old, limit: limit)
        }
        try limits.check(bytes: string.utf8.count + parts.count * new.utf8.count)
        return parts.joined(separator: new)
    }

    static func center(
        _ string: String, width: Int, fill: String = " ", limits: Environment.Limits
    ) throws(JinjaError) -> String {
        let padding = width - count(string)
        guard padding > 0 else { return string }
        try limits.check(bytes: padding)
        // Python's rule for an odd rest.
        let left = padding / 2 + (padding & width & 1)
        return String(repeating: fill, count: left) + string
            + String(repeating: fill, count: padding - left)
    }
}
