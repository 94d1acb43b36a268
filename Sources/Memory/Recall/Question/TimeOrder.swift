import Search

/// Which of several memories a question wants where it asks for the latest or the earliest.
enum TimeOrder {
    case latest, earliest

    /// Nil where a question wants neither; "last week" is a time, no order.
    init?(askedForIn question: String) {
        let words = Words.folded(question)
        if Self.latestWords.isIn(question, words) {
            self = .latest
        } else if Self.earliestWords.isIn(question, words) {
            self = .earliest
        } else {
            return nil
        }
    }

    /// For a reason.
    var description: String { self == .latest ? "later than others" : "earlier than others" }

    private static let latestWords = PhraseSet(
        [
            "now", "current", "currently", "latest", "newest", "most recent", "recent", "recently",
            "still", "these days", "at the moment", "nowadays",
            "jetzt", "derzeit", "aktuell", "aktuelle", "neueste", "neuesten", "zuletzt",
            "inzwischen",
            "ahora", "actualmente", "actual", "ultimamente", "maintenant", "actuellement", "actuel",
            "actuelle", "recemment", "agora", "atualmente", "atual", "adesso", "attualmente",
            "attuale", "ora", "recentemente", "nu", "momenteel", "nieuwste", "сейчас", "теперь",
            "последнии", "الان", "حاليا",
        ], unspaced: ["現在", "现在", "今", "最新", "最近", "지금"])
    private static let earliestWords = PhraseSet(
        [
            "first", "originally", "initially", "earliest", "oldest", "at first", "formerly",
            "used to", "previously",
            "zuerst", "ursprunglich", "anfangs", "fruher", "primero", "originalmente",
            "al principio",
            "antes", "d abord", "initialement", "originalmente", "primeiro", "inizialmente",
            "all inizio", "eerst", "oorspronkelijk", "сначала", "раньше", "اولا",
        ], unspaced: ["最初", "起初", "처음"])
}
