import Arguments

/// The beginning of a line that fits `width` columns; where it is cut it ends in `…`. For text of
/// several lines see `singleLine`.
///
/// - Precondition: `width` is not negative.
func truncated(_ text: String, to width: Int) -> String {
    precondition(width >= 0, "a text cannot have fewer than no columns")
    if displayWidth(text) <= width { return text }
    guard width > 0 else { return "" }
    var used = 1
    var end = text.startIndex
    while end < text.endIndex {
        let needed = displayWidth(text[end])
        if used + needed > width { break }
        used += needed
        text.formIndex(after: &end)
    }
    // No space before the ellipsis.
    let kept = text[..<end]
    return (kept.last == " " ? kept.dropLast() : kept) + "…"
}
