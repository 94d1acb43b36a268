import Search

extension TermKinds {
    /// The kind of thing that a question asks for, where it says so: "when" a time, "how many" a
    /// number.
    init(askedForIn question: String) {
        self = []
        let words = Words.folded(question)
        if Self.times.isIn(question, words) { insert(.time) }
        if Self.numbers.isIn(question, words) { insert(.number) }
    }

    /// For a reason: what is held.
    var description: String {
        contains([.number, .time]) ? "a time or number" : contains(.time) ? "a time" : "a number"
    }

    /// Folded as the index folds words.
    private static let times = PhraseSet(
        [
            "when", "what date", "what day", "which day", "how long", "what time", "what month",
            "which month", "what year", "which year", "how soon", "deadline",
            "wann", "wie lange", "welches datum", "an welchem tag",
            "cuando", "que dia", "en que fecha", "quand", "quel jour", "quelle date", "quando",
            "que dia", "che giorno", "wanneer", "welke dag", "когда", "متى",
        ], unspaced: ["いつ", "何時", "什么时候", "什麼時候", "几点", "哪天", "언제"])
    private static let numbers = PhraseSet(
        [
            "how many", "how much", "how often", "how old", "how long", "how far", "average",
            "total",
            "number of", "what percentage", "what number",
            "wie viel", "wie viele", "wieviel", "wieviele", "wie oft", "wie alt",
            "cuanto", "cuantos", "cuanta", "cuantas", "combien", "quanto", "quantos", "quanta",
            "quantas", "quanti", "quante", "hoeveel", "hoe vaak", "hoe oud", "сколько", "كم", "بكم",
        ], unspaced: ["いくら", "いくつ", "多少", "几个", "幾個", "얼마", "몇"])
}
