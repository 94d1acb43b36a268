internal import Jinja

/// Finds the nodes that `select` and `exclude` mean.
///
/// Words apart by blanks are united; words joined by commas are intersected.
struct Selection {
    let project: Project

    /// Places of the selected nodes, and the words that mean nothing.
    struct Answer {
        var places: Set<Int>
        var unmatched: [String]
    }

    /// - Parameters:
    ///   - select: what to take; empty takes everything.
    ///   - exclude: what to leave out.
    func places(select: [String], exclude: [String]) throws(PipelineError) -> Answer {
        var answer = Answer(places: Set(project.nodes.indices), unmatched: [])
        if !select.isEmpty {
            answer.places = []
            for word in Self.words(select) {
                let found = try intersection(word)
                if found.isEmpty { answer.unmatched.append(word) }
                answer.places.formUnion(found)
            }
            answer.places = withTests(answer.places)
        }
        for word in Self.words(exclude) {
            answer.places.subtract(withTests(try intersection(word)))
        }
        return answer
    }

    private static func words(_ texts: [String]) -> [String] {
        texts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    }

    private func intersection(_ word: String) throws(PipelineError) -> Set<Int> {
        var result: Set<Int>?
        for part in word.split(separator: ",") {
            let found = try expanded(SelectionCriterion(String(part)))
            result = result.map { $0.intersection(found) } ?? found
        }
        return result ?? []
    }

    /// Tests of what is selected are selected with it.
    private func withTests(_ places: Set<Int>) -> Set<Int> {
        var all = places
        for (place, node) in project.nodes.enumerated() where node.kind == .test {
            if project.graph.parents[place].contains(where: places.contains) { all.insert(place) }
        }
        return all
    }

    /// The nodes of a criterion with the parents and children it asks for.
    private func expanded(_ criterion: SelectionCriterion) throws(PipelineError) -> Set<Int> {
        let graph = project.graph
        var own = try matches(criterion)
        var all = own
        // Sources are no nodes of the graph: what reads them stands for them.
        if criterion.method == .source, criterion.children == nil, !criterion.isClosed {
            own = own.filter { project.nodes[$0].kind == .test }
            all = own
        }
        if let depth = criterion.parents { all.formUnion(graph.ancestors(of: own, depth: depth)) }
        if let depth = criterion.children {
            let levels = criterion.method == .source && depth < Int.max ? depth - 1 : depth
            all.formUnion(graph.descendants(of: own, depth: levels))
        }
        if criterion.isClosed {
            let below = own.union(graph.descendants(of: own))
            all.formUnion(below)
            all.formUnion(graph.ancestors(of: below))
        }
        return all
    }

    private func matches(_ criterion: SelectionCriterion) throws(PipelineError) -> Set<Int> {
        var found: Set<Int> = []
        for (place, node) in project.nodes.enumerated() where matches(node, criterion) {
            found.insert(place)
        }
        return found
    }

    private func matches(_ node: Node, _ criterion: SelectionCriterion) -> Bool {
        let value = criterion.value
        switch criterion.method {
        case .fqn: return matchesName(node, value)
        case .path:
            let folder = value.hasSuffix("/") ? String(value.dropLast()) : value
            return node.path == folder || node.path.hasPrefix(folder + "/")
                || Wildcard(folder).matches(node.path)
        case .file:
            let name = String(node.path.split(separator: "/").last ?? "")
            let stem = String(name.prefix { $0 != "." })
            return node.test == nil && (Wildcard(value).matches(name) || value == stem)
        case .tag: return node.tags.contains { Wildcard(value).matches($0) }
        case .package:
            return node.package == value || (value == "this" && node.package == project.name)
        case .resourceType: return node.kind.rawValue == value
        case .testName: return node.test.map { Wildcard(value).matches($0.name) } ?? false
        case .testType:
            guard node.kind == .test else { return false }
            return value == "data" || value == (node.test == nil ? "singular" : "generic")
        case .source: return matchesSource(node, value)
        case .config:
            let config = node.configuration[criterion.key ?? ""]
            if criterion.key == "materialized" { return node.materialization.rawValue == value }
            let texts = (config?.elements ?? [config ?? .none]).map(\.pythonText)
            return texts.contains { $0 == value || $0.lowercased() == value.lowercased() }
        }
    }

    /// The name, or the folders from the project or from the resource path on.
    private func matchesName(_ node: Node, _ value: String) -> Bool {
        if Wildcard(value).matches(node.name) { return true }
        let wanted = value.split(separator: ".").map { Wildcard(String($0)) }
        for path in [node.fqn[...], node.fqn.dropFirst()] where path.count >= wanted.count {
            let parts = node.test == nil ? path : path.dropLast()
            if parts.count >= wanted.count, zip(wanted, parts).allSatisfy({ $0.matches($1) }) {
                return true
            }
        }
        return false
    }

    /// Nodes that read a source `group` or `group.table`, directly.
    private func matchesSource(_ node: Node, _ value: String) -> Bool {
        let parts = value.split(separator: ".").map(String.init)
        return node.parents.contains { id in
            guard let place = project.index.sourcePlaces[id] else { return false }
            let source = project.sources[place]
            let names = [source.package, source.sourceName, source.name]
            let wanted = parts.map { Wildcard($0) }
            switch wanted.count {
            case 1: return wanted[0].matches(source.sourceName)
            case 2: return zip(wanted, names.dropFirst()).allSatisfy { $0.matches($1) }
            default: return zip(wanted, names).allSatisfy { $0.matches($1) }
            }
        }
    }
}

/// A name in which `*` stands for any characters and `?` for one.
struct Wildcard {
    private let pattern: [Character]
    private let isPlain: Bool
    private let text: String

    init(_ text: String) {
        self.text = text
        pattern = Array(text)
        isPlain = !text.contains { $0 == "*" || $0 == "?" }
    }

    func matches(_ name: String) -> Bool {
        if isPlain { return name == text }
        let letters = Array(name)
        var (p, l, star, mark) = (0, 0, -1, 0)
        while l < letters.count {
            if p < pattern.count, pattern[p] == "?" || pattern[p] == letters[l] {
                p += 1
                l += 1
            } else if p < pattern.count, pattern[p] == "*" {
                star = p
                mark = l
                p += 1
            } else if star >= 0 {
                p = star + 1
                mark += 1
                l = mark
            } else {
                return false
            }
        }
        while p < pattern.count, pattern[p] == "*" { p += 1 }
        return p == pattern.count
    }
}
