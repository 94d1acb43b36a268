public import DuckDB
public import Jinja
internal import Synchronization

/// Runs a project on a connection.
///
/// Calls block until they are done, so run them where blocking is allowed: on a thread of their
/// own, never on Swift's cooperative threads. With more than one thread in the options, further
/// threads with connections of their own help the calling one.
public struct Runner: Sendable {
    public let project: Project
    public let profile: Profile
    public let options: RunOptions
    let connection: Connection
    let onEvent: @Sendable (Event) -> Void

    /// A runner.
    ///
    /// - Parameters:
    ///   - project: what to run. It is read again where its profile or variables differ from the
    ///     ones given here, because they decide names and dependencies.
    ///   - profile: where to run; names of relations come from here.
    ///   - connection: a connection as `Profile.open` gives it.
    ///   - variables: values of `var()`, over those the project was read with.
    ///   - onEvent: is told what happens, by one thread at a time.
    public init(
        project: Project, profile: Profile, connection: Connection,
        variables: [String: Jinja.Value] = [:], options: RunOptions = RunOptions(),
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws(PipelineError) {
        var load = project.options
        let isSameProfile =
            load.profile.name == profile.name && load.profile.target == profile.target
            && load.profile.schema == profile.schema && load.profile.database == profile.database
        if isSameProfile, variables.isEmpty {
            self.project = project
        } else {
            load.profile = profile
            load.variables.merge(variables) { $1 }
            self.project = try Project.load(directory: project.directory, options: load)
        }
        self.profile = profile
        self.connection = connection
        self.options = options
        let turn = Mutex(())
        self.onEvent = { event in turn.withLock { _ in onEvent(event) } }
    }

    /// Builds seeds and models in their order.
    ///
    /// - Parameters:
    ///   - select: what to take; empty takes all.
    ///   - exclude: what to leave out.
    ///   - fullRefresh: whether incremental models are built from nothing.
    /// - Throws: only what keeps the run from beginning. Nodes that fail are in the report.
    @discardableResult
    public func run(
        select: [String] = [], exclude: [String] = [], fullRefresh: Bool = false
    ) throws(PipelineError) -> RunReport {
        try perform([.seed, .model], select, exclude, fullRefresh)
    }

    /// Loads the seeds alone.
    @discardableResult
    public func seed(
        select: [String] = [], exclude: [String] = [], fullRefresh: Bool = false
    ) throws(PipelineError) -> RunReport {
        try perform([.seed], select, exclude, fullRefresh)
    }

    /// Brings the snapshots alone up to date.
    @discardableResult
    public func snapshot(
        select: [String] = [], exclude: [String] = []
    ) throws(PipelineError) -> RunReport {
        try perform([.snapshot], select, exclude, false)
    }

    /// Runs the tests: of what is selected, and those selected themselves.
    @discardableResult
    public func test(
        select: [String] = [], exclude: [String] = []
    ) throws(PipelineError) -> RunReport {
        try perform([.test, .unitTest], select, exclude, false)
    }

    /// Builds seeds and models and runs each test as soon as what it reads is there. What depends
    /// on something whose test has failed is skipped.
    @discardableResult
    public func build(
        select: [String] = [], exclude: [String] = [], fullRefresh: Bool = false
    ) throws(PipelineError) -> RunReport {
        try perform(
            [.seed, .model, .function, .snapshot, .test, .unitTest], select, exclude, fullRefresh)
    }

    /// The SQL of models, tests and analyses; nothing is built, but templates may ask the
    /// database.
    public func compile(
        select: [String] = [], exclude: [String] = [], fullRefresh: Bool = false
    ) throws(PipelineError) -> [CompiledNode] {
        let places = try places(
            [.seed, .model, .function, .snapshot, .test, .analysis], select, exclude)
        let compiler = compiler(
            engine: Engine(connection), places: places, fullRefresh: fullRefresh)
        var compiled: [CompiledNode] = []
        for place in places {
            let node = project.nodes[place]
            let scope = compiler.scope(for: node)
            defer { scope.finish() }
            do {
                compiled.append(try compiler.compile(node, in: scope))
            } catch {
                throw error.located(file: node.file, node: node.name)
            }
        }
        return compiled
    }

    /// The nodes that a selection means, in the order they would run.
    public func list(
        select: [String] = [], exclude: [String] = []
    ) throws(PipelineError) -> [Node] {
        try places(Set(Node.Kind.allCases), select, exclude).map { project.nodes[$0] }
    }

    // MARK: Parts

    func places(
        _ kinds: Set<Node.Kind>, _ select: [String], _ exclude: [String]
    ) throws(PipelineError) -> [Int] {
        var request = options.selection
        request.select += select
        request.exclude += exclude
        let answer = try Selection(project: project, request: request).answer()
        for word in answer.unmatched {
            let near = suggestion(for: word, among: project.nodes.map(\.name))
            onEvent(.warning(Warning(unmatched: word, hint: near)))
        }
        return answer.places.sorted().filter { place in
            guard project.nodes.indices.contains(place) else { return false }
            let node = project.nodes[place]
            // A model whose file is empty is listed and never run, as in dbt.
            if node.kind == .model, node.code.allSatisfy(\.isWhitespace) { return false }
            return kinds.contains(node.kind) && request.takes(node.kind.rawValue)
        }
    }

    func session(fullRefresh: Bool) -> Session {
        var session = project.session
        session.fullRefresh = fullRefresh
        session.isEmpty = options.isEmpty
        session.storeFailures = options.storesFailures
        session.deferral = options.deferral
        session.sample = options.sample
        session.batchesCustomMicrobatch = project.file.batchesCustomMicrobatch
        session.pointsToLatest = project.file.pointsToLatest
        return session
    }

    func execution(
        _ engine: Engine, transaction: OperationTransaction? = nil
    ) -> Execution {
        let tell = onEvent
        return Execution(
            engine: engine, project: project, printing: { tell(.printed($0)) },
            tell: { tell(.message($0, node: $1)) },
            warn: { tell(.warning($0)) }, transaction: transaction)
    }

    func compiler(engine: Engine, places: [Int] = [], fullRefresh: Bool) -> Compiler {
        var session = session(fullRefresh: fullRefresh)
        session.selected = Set(places.map { project.nodes[$0].id })
        return Compiler(
            session: session, execution: execution(engine),
            directory: options.compiledDirectory)
    }

    private func perform(
        _ kinds: Set<Node.Kind>, _ select: [String], _ exclude: [String], _ fullRefresh: Bool
    ) throws(PipelineError) -> RunReport {
        try perform(kinds, try places(kinds, select, exclude), fullRefresh)
    }

    private func perform(
        _ kinds: Set<Node.Kind>, _ places: [Int], _ fullRefresh: Bool
    ) throws(PipelineError) -> RunReport {
        let testsFirst = kinds.contains(.model) && kinds.contains(.test)
        let order = RunOrder(
            project, places: testsFirst ? withoutStrayUnitTests(places) : places,
            testsFirst: testsFirst)
        return try Run(self, order: order, fullRefresh: fullRefresh).perform()
    }

    /// A build runs unit tests with the models that they test, and none without.
    private func withoutStrayUnitTests(_ places: [Int]) -> [Int] {
        let built = Set(places)
        return places.filter { place in
            let node = project.nodes[place]
            return node.unitTest == nil
                || node.parents.contains { project.index.places[$0].map(built.contains) ?? false }
        }
    }

    /// Runs nodes that were chosen elsewhere.
    ///
    /// - Parameters:
    ///   - kinds: what is run of them. With models and tests together, what lies below a tested
    ///     node waits for its tests.
    ///   - ids: the nodes; what is not in the project is left out.
    @discardableResult
    public func run(
        _ kinds: Set<Node.Kind>, ids: some Sequence<String>, fullRefresh: Bool = false
    ) throws(PipelineError) -> RunReport {
        let places = ids.compactMap { project.index.places[$0] }.sorted()
        return try perform(
            kinds, places.filter { kinds.contains(project.nodes[$0].kind) }, fullRefresh)
    }
}
