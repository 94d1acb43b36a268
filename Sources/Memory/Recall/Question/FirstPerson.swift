import Search

/// Tells whether who asks speaks of themselves.
enum FirstPerson {
    /// Pronouns of the first person, folded as the index folds words: English, German, Spanish,
    /// French, Portuguese, Italian, Dutch, Russian, Arabic. Those that mean something else in
    /// another of these languages are left out.
    private static let pronouns: Set<String> = Set(
        """
        i me my mine myself we our ours
        ich mich mir mein meine meinen meinem meiner meines wir uns unser unsere unseren
        yo mi mis mio mia nosotros nuestro nuestra
        je moi mon ma nous notre nos
        meu minha meus minhas nosso nossa
        io miei mie noi nostro nostra
        ik mij mijn wij ons onze
        я мне меня мои моя мое мы нас наш наша
        انا نحن
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    /// Languages that put no blanks between words.
    private static let unspaced = ["我", "私", "僕", "俺", "나는", "내가", "저는", "제가", "우리"]

    static func speaks(in question: String) -> Bool {
        Words.folded(question).contains { pronouns.contains($0) }
            || unspaced.contains { question.contains($0) }
    }
}
