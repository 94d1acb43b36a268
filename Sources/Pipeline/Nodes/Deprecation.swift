internal import Foundation

/// `deprecation_date`: when a model, or a version of one, stops being there for others.
public struct Deprecation: Sendable {
    /// As artifacts have it: `2026-03-01T00:00:00+00:00`.
    public let text: String
    let date: Date

    /// - Parameter text: a date or a time; without a zone it is UTC. Nil for anything else.
    init?(_ text: String) {
        var words = text.replacing(" ", with: "T")
        if !words.contains("T") { words += "T00:00:00" }
        let clock = words.split(separator: "T").last ?? ""
        let hasZone = clock.contains("+") || clock.contains("-") || clock.hasSuffix("Z")
        if !hasZone { words += "Z" }
        guard let date = try? Date(words, strategy: .iso8601) else { return nil }
        self.date = date
        self.text = date.formatted(.iso8601).replacing("Z", with: "+00:00")
    }
}

extension Project {
    /// Says which models are over, and who still reads such models or will have to stop.
    mutating func warnAboutDeprecated() {
        let now = options.invocation.startedAt
        for node in nodes {
            if let deprecation = node.deprecation, deprecation.date < now {
                warnings.append(
                    Warning(
                        "the model \(node.searchName) is deprecated since \(deprecation.text); "
                            + "disable or remove it", file: node.file))
            }
            guard !node.isTest else { continue }
            for case let parent? in node.parents.map(node(_:)) {
                guard let deprecation = parent.deprecation else { continue }
                let isOver = deprecation.date < now
                warnings.append(
                    Warning(
                        "'\(node.name)' uses \(parent.searchName), which "
                            + (isOver ? "is deprecated since " : "will be deprecated on ")
                            + deprecation.text, file: node.file))
            }
        }
    }
}
