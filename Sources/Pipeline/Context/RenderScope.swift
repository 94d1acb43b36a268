internal import Jinja
internal import Synchronization

/// The rendering of one node's templates: the names they see, and what they tell in return.
///
/// Names are made when a template asks for them. Call ``finish()`` at the end: the functions a
/// context holds hold the context.
final class RenderScope: Sendable {
    /// What templates may do.
    enum Mode: Sendable {
        /// Finding dependencies and configs: nothing reaches the database.
        case parse
        /// Producing the SQL that runs.
        case execute(Execution)
    }

    /// What the templates told.
    struct State: Sendable {
        var configuration = Configuration()
        var references: [Reference] = []
        var ephemerals: [String] = []
        /// The answers of statements by name; nil for what has been loaded.
        var results: [String: StatementResult?] = [:]
        var made: Set<String> = []
        var context: Context?
    }

    let session: Session
    let subject: Subject
    let mode: Mode
    let state: Mutex<State>

    init(session: Session, subject: Subject, mode: Mode) {
        self.session = session
        self.subject = subject
        self.mode = mode
        state = Mutex(State())
    }

    /// The context the node's templates render in.
    var context: Context {
        state.withLock { state in
            if let context = state.context { return context }
            let context = Context([:], undefined: isExecuting ? .lenient : .permissive) {
                [self] name, context in value(name, in: context)
            }
            state.context = context
            return context
        }
    }

    /// Renders a template.
    func render(_ template: Template) throws(PipelineError) -> String {
        do {
            return try template.render(in: context)
        } catch {
            throw explained(error)
        }
    }

    /// Renders a text, such as a hook.
    func render(_ text: String, name: String) throws(PipelineError) -> String {
        guard TemplateEnvironment.isTemplate(text) else { return text }
        do {
            return try TemplateEnvironment.shared.template(text, name: name).render(in: context)
        } catch {
            throw explained(error)
        }
    }

    /// Calls a macro and gives its text.
    func call(
        _ macro: MacroEntry, _ arguments: [Value] = [],
        named: [(name: String, value: Value)] = []
    ) throws(PipelineError) -> String {
        do {
            guard let function = macro.bind(in: context) else { return "" }
            let value = try function.call(Arguments(arguments, named: named))
            return try value.text()
        } catch {
            throw explained(error)
        }
    }

    /// Breaks the circle of functions and context; the scope is empty afterwards.
    func finish() {
        let (context, made) = state.withLock { state in
            defer { state.context = nil }
            return (state.context, state.made)
        }
        for name in made { context?[name] = nil }
    }

    /// Whether the database can be asked: `execute`.
    var isExecuting: Bool { if case .execute = mode { true } else { false } }

    /// The package whose templates are rendered.
    var package: String { subject.package ?? session.projectName }

    var execution: Execution? { if case .execute(let execution) = mode { execution } else { nil } }

    /// A name that no template has set: the project's macros first, so that they can override
    /// what is built in.
    private func value(_ name: String, in context: Context) -> Value? {
        if let value = replacement(for: name, in: context) { return value }
        var value = session.macros.declared(name, for: package)?.bind(in: context)
        if value == nil { value = builtIn(name, in: context) }
        if value == nil { value = BuiltInMacros.entries[name]?.bind(in: context) }
        if value != nil { state.withLock { _ = $0.made.insert(name) } }
        return value
    }

    /// A template's error, with the macro that was probably meant.
    private func explained(_ error: JinjaError) -> PipelineError {
        var failure = PipelineError(error)
        guard error.code == .undefined, failure.code == .template,
            let name = failure.message
                .split(separator: "'", omittingEmptySubsequences: false).dropFirst().first
                .map(String.init)
        else { return failure }
        failure.hint =
            suggestion(for: name, among: session.macros.names(for: package) + Self.builtInNames)
            ?? "No macro or variable of that name exists. Macros of packages are called by both "
            + "names, as in dbt_utils.star()."
        return failure
    }
}
