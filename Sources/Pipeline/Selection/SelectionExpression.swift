/// Criteria put together.
indirect enum SelectionExpression: Sendable {
    case criterion(SelectionCriterion, SelectionRequest.Indirect)
    case union([SelectionExpression], SelectionRequest.Indirect)
    /// With the word it was written as, for the warning when nothing is in it.
    case intersection([SelectionExpression], SelectionRequest.Indirect, word: String?)
    case difference(SelectionExpression, without: SelectionExpression)

    /// Words apart by blanks are united; words joined by commas are intersected.
    init(
        words texts: [String], _ indirect: SelectionRequest.Indirect
    ) throws(PipelineError) {
        let words = texts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        var parts: [SelectionExpression] = []
        for word in words {
            var criteria: [SelectionExpression] = []
            for part in word.split(separator: ",") {
                criteria.append(.criterion(try SelectionCriterion(String(part)), indirect))
            }
            parts.append(.intersection(criteria, indirect, word: word))
        }
        self = .union(parts, indirect)
    }

    /// What `--select` and `--exclude` mean; nil takes everything.
    init?(
        select: [String], exclude: [String], _ indirect: SelectionRequest.Indirect
    ) throws(PipelineError) {
        if select.isEmpty, exclude.isEmpty { return nil }
        let included =
            select.isEmpty
            ? SelectionExpression.everything
            : try SelectionExpression(words: select, indirect)
        if exclude.isEmpty {
            self = included
        } else {
            self = .difference(
                included, without: try SelectionExpression(words: exclude, indirect))
        }
    }

    /// All there is.
    static let everything = SelectionExpression.union([], .empty)
}
