/// Finds the resources that a request means, as dbt does.
struct Selection {
    let project: Project
    let request: SelectionRequest
    let resources: ResourceGraph
    private let selectors: Selectors
    private var changes: StateComparison?

    init(project: Project, request: SelectionRequest = SelectionRequest()) throws(PipelineError) {
        self.project = project
        self.request = request
        resources = ResourceGraph(project)
        selectors = try Selectors(project, indirect: request.indirect)
        changes = request.state.map { StateComparison(project: project, state: $0) }
    }

    /// Places of the selected resources, and the words that mean nothing.
    struct Answer {
        var places: Set<Int>
        var unmatched: [String] = []
    }

    /// What the request means; its resource types are left to the caller.
    func answer() throws(PipelineError) -> Answer {
        var answer = Answer(places: [])
        let expression: SelectionExpression?
        if let name = request.selector {
            expression = try selectors.expression(named: name)
        } else if request.select.isEmpty, request.exclude.isEmpty {
            expression = selectors.standard
        } else {
            expression = try SelectionExpression(
                select: request.select, exclude: request.exclude, request.indirect)
        }
        guard let expression else {
            answer.places = Set(resources.resources.indices)
            return answer
        }
        answer.places = try evaluate(expression, &answer.unmatched).direct
        return answer
    }

    // MARK: Sets

    /// What is selected, and the tests that would be if all that they read were.
    private typealias Found = (direct: Set<Int>, indirect: Set<Int>)

    private func evaluate(
        _ expression: SelectionExpression, _ unmatched: inout [String], depth: Int = 0
    ) throws(PipelineError) -> Found {
        switch expression {
        case .criterion(let criterion, let mode):
            if criterion.method == .selector {
                if depth > 20 {
                    throw PipelineError(
                        .selection, "selectors lead to each other in a circle",
                        file: Selectors.fileName)
                }
                let inner = try selectors.expression(named: criterion.value)
                let found = try evaluate(inner, &unmatched, depth: depth + 1).direct
                return (withNeighbours(found, criterion), [])
            }
            let found = withNeighbours(try matches(criterion), criterion)
            return withTests(found, mode)
        case .union(let parts, let mode):
            if parts.isEmpty, mode == .empty { return (Set(resources.resources.indices), []) }
            return try combine(parts, mode, &unmatched, depth) { $0.formUnion($1) }
        case .intersection(let parts, let mode, let word):
            let found = try combine(parts, mode, &unmatched, depth) { $0.formIntersection($1) }
            if found.direct.isEmpty, let word, !unmatched.contains(word) { unmatched.append(word) }
            return found
        case .difference(let part, let other):
            let (left, right) = (
                try evaluate(part, &unmatched, depth: depth),
                try evaluate(other, &unmatched, depth: depth)
            )
            return (
                left.direct.subtracting(right.direct),
                left.direct.union(left.indirect).subtracting(right.direct.union(right.indirect))
            )
        }
    }

    private func combine(
        _ parts: [SelectionExpression], _ mode: SelectionRequest.Indirect,
        _ unmatched: inout [String], _ depth: Int, _ join: (inout Set<Int>, Set<Int>) -> Void
    ) throws(PipelineError) -> Found {
        var direct: Set<Int>?
        var indirect: Set<Int> = []
        for part in parts {
            let found = try evaluate(part, &unmatched, depth: depth)
            let all = found.direct.union(found.indirect)
            if var known = direct {
                join(&known, found.direct)
                direct = known
                join(&indirect, all)
            } else {
                direct = found.direct
                indirect = all
            }
        }
        var selected = direct ?? []
        let allowed = reachable(selected, mode)
        if mode == .cautious || mode == .buildable {
            for place in indirect where resources.resources[place].node?.isTest == true {
                if resources.graph.parents[place].allSatisfy(allowed.contains) {
                    selected.insert(place)
                }
            }
        }
        return (selected, indirect)
    }

    /// What tests may read to be selected with a set.
    private func reachable(_ places: Set<Int>, _ mode: SelectionRequest.Indirect) -> Set<Int> {
        guard mode == .buildable else { return places }
        let sources = resources.resources.indices.filter {
            resources.resources[$0].type == "source"
        }
        return places.union(resources.graph.ancestors(of: places)).union(sources)
    }

    /// Tests of what is selected are selected with it.
    private func withTests(_ places: Set<Int>, _ mode: SelectionRequest.Indirect) -> Found {
        if mode == .empty { return (places, []) }
        let allowed = reachable(places, mode)
        var found: Found = (places, [])
        for place in places {
            for child in resources.graph.children[place]
            where resources.resources[child].node?.isTest == true {
                let isWhole = resources.graph.parents[child].allSatisfy(allowed.contains)
                if mode == .eager || isWhole {
                    found.direct.insert(child)
                } else {
                    found.indirect.insert(child)
                }
            }
        }
        return found
    }

    /// The resources with the parents and children that a criterion asks for.
    private func withNeighbours(_ own: Set<Int>, _ criterion: SelectionCriterion) -> Set<Int> {
        let graph = resources.graph
        var all = own
        if let depth = criterion.parents { all.formUnion(graph.ancestors(of: own, depth: depth)) }
        if let depth = criterion.children {
            all.formUnion(graph.descendants(of: own, depth: depth))
        }
        if criterion.isClosed {
            let below = own.union(graph.descendants(of: own))
            all.formUnion(below)
            all.formUnion(graph.ancestors(of: below))
        }
        return all
    }

    private func matches(_ criterion: SelectionCriterion) throws(PipelineError) -> Set<Int> {
        if criterion.method == .state || criterion.method == .result {
            guard let changes else {
                throw PipelineError(
                    .selection, "'\(criterion.text)' needs artifacts to compare with",
                    hint: "Give their folder with --state.")
            }
            return try changes.matches(criterion, among: resources.resources)
        }
        let matcher = ResourceMatcher(criterion, project: project)
        return Set(
            resources.resources.indices.filter { matcher.matches(resources.resources[$0]) })
    }
}
