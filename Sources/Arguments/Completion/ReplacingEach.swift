extension String {
    /// The text with each occurrence of a character replaced. (The standard library's own way loads
    /// the regular expression engine, which a program that prints its help has no use for.)
    func replacingEach(_ character: Character, with text: String) -> String {
        split(separator: character, omittingEmptySubsequences: false).joined(separator: text)
    }
}
