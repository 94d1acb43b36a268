import Arguments

/// The lines of a text, wrapped. A line that fits is kept as it stands, so that code and tables
/// keep their form; one that does not keeps its indentation.
func wrapKeepingForm(_ text: String, width: Int) -> [String] {
    let width = max(8, width)
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
        let line = line.replacing("\t", with: "    ")
        if displayWidth(line) <= width { return [String(line)] }
        let indentation = String(line.prefix { $0 == " " }.prefix(width / 2))
        return wrap(String(line), width: width - indentation.count).map { indentation + $0 }
    }
}

/// The first lines of a text.
func excerptLines(_ text: String, width: Int, most: Int) -> [String] {
    let lines = wrapKeepingForm(harmless(text), width: width)
    return lines.count <= most ? lines : lines.prefix(most) + ["…"]
}
