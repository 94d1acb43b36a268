/// In which order the nodes of a run come, and what waits for what.
struct RunOrder {
    /// The nodes of the run, by place in the project.
    let places: [Int]
    /// Nodes and, after them, sources; with `testsFirst` also from tests to what waits for them.
    let graph: DependencyGraph

    /// - Parameter testsFirst: whether what lies below a tested node waits for its tests.
    init(_ project: Project, places: [Int], testsFirst: Bool) {
        // Ephemeral models are part of the statements that use them.
        let running = places.filter { project.nodes[$0].materialization != .ephemeral }
        let count = project.nodes.count
        var parents = project.nodes.map { node in
            node.parents.compactMap { id in
                project.index.places[id] ?? project.index.sourcePlaces[id].map { count + $0 }
            }
        }
        parents += Array(repeating: [], count: project.sources.count)
        let plain = DependencyGraph(parents: parents)
        if testsFirst {
            for (test, below) in Self.testEdges(project, plain) { parents[below].append(test) }
            Self.putUnitTestsFirst(project, &parents)
        }
        let dbts = testsFirst ? DependencyGraph(parents: parents) : plain
        self.places = Self.inLevels(running, project, dbts)
        graph = Self.withMakersFirst(project, running, dbts)
    }

    /// The graph with edges from what makes a table to the tests of a source that is that table
    /// under another name. dbt has no such edges: there a seed and the test of its source run at
    /// the same time.
    private static func withMakersFirst(
        _ project: Project, _ running: [Int], _ dbts: DependencyGraph
    ) -> DependencyGraph {
        var graph = dbts
        var makers: [String: Int] = [:]
        for place in running where project.nodes[place].materialization.makesRelation {
            makers[project.nodes[place].relation.key] = place
        }
        for test in running where project.nodes[test].kind == .test {
            for id in project.nodes[test].parents {
                guard let place = project.index.sourcePlaces[id],
                    let maker = makers[project.sources[place].relation.key],
                    // A table that is made from the source it is, or by way of another such table:
                    // the test comes before.
                    !graph.descendants(of: [test]).contains(maker)
                else { continue }
                graph.add(parent: maker, to: test)
            }
        }
        return graph
    }

    /// As dbt's queue has them: nodes that wait for nothing first, then those that wait for these
    /// alone, and so on; within a level by id. Projects that read a seed's table as a source lean
    /// on it.
    private static func inLevels(
        _ places: [Int], _ project: Project, _ graph: DependencyGraph
    ) -> [Int] {
        guard case .order(let order) = graph.order() else { return places }
        let running = Set(places)
        var levels = [Int](repeating: 0, count: graph.parents.count)
        for node in order {
            levels[node] =
                graph.parents[node].map { levels[$0] + (running.contains($0) ? 1 : 0) }.max() ?? 0
        }
        return places.sorted {
            (levels[$0], project.nodes[$0].id) < (levels[$1], project.nodes[$1].id)
        }
    }

    /// Unit tests come before the model they test, one after the other; a model whose unit test
    /// fails is not built.
    private static func putUnitTestsFirst(_ project: Project, _ parents: inout [[Int]]) {
        var tests: [Int: [Int]] = [:]
        for (test, node) in project.nodes.enumerated() where node.unitTest != nil {
            guard let model = parents[test].first else { continue }
            tests[model, default: []].append(test)
        }
        for (model, list) in tests {
            let own = parents[model]
            for (earlier, test) in zip([nil] + list.map(Optional.some), list) {
                parents[test] = own + (earlier.map { [$0] } ?? [])
            }
            parents[model] += list
        }
    }

    /// From each test to the first nodes that lie below everything it reads, as in dbt's `build`;
    /// what lies further below waits for those.
    private static func testEdges(
        _ project: Project, _ graph: DependencyGraph
    ) -> [(test: Int, below: Int)] {
        var edges: [(test: Int, below: Int)] = []
        var reach: [Int: Set<Int>] = [:]
        for (test, node) in project.nodes.enumerated() where node.kind == .test {
            let read = Set(graph.parents[test])
            if read.count == 1, let only = read.first {
                for child in graph.children[only] where !project.nodes[child].isTest {
                    edges.append((test, child))
                }
                continue
            }
            var common: Set<Int>?
            for parent in read {
                let below = reach[parent] ?? graph.descendants(of: [parent])
                reach[parent] = below
                common = common?.intersection(below) ?? below
            }
            let nodes = (common ?? []).filter { !project.nodes[$0].isTest }
            for place in nodes where !graph.parents[place].contains(where: nodes.contains) {
                edges.append((test, place))
            }
        }
        return edges
    }
}
