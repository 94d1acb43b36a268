/// What went wrong in a project, where, and what to do about it.
///
/// No error carries a secret or a row's values: paths of attached databases, values of environment
/// variables and bound values stay out of every field.
public struct PipelineError: Error, Sendable, Equatable {
    /// The kinds of failure a caller may want to tell apart.
    public enum Code: String, Sendable, CaseIterable {
        /// `dbt_project.yml` is missing, or says something that it cannot say.
        case projectFile
        /// `profiles.yml` is missing, or lacks the profile or target, or holds an unknown key.
        case profile
        /// A YAML file cannot be read.
        case yaml
        /// A template does not parse, or its rendering failed.
        case template
        /// A template or macro raised the error itself (`exceptions.raise_compiler_error`).
        case raised
        /// `ref` or `source` names something that is not there, or is disabled.
        case missingReference
        /// A package that the project asks for is not there.
        case missingPackage
        /// Models depend on each other in a circle.
        case cycle
        /// Two resources have one name, or would be one relation.
        case duplicate
        /// A configuration has a value it cannot have.
        case configuration
        /// Something of dbt that is recognised and not supported.
        case unsupported
        /// An environment variable without default is not set.
        case missingEnvironmentVariable
        /// A `var` without default is not set.
        case missingVariable
        /// A seed file cannot be read, or a cell does not fit its column's type.
        case seed
        /// `select` or `exclude` cannot be understood.
        case selection
        /// The columns of an incremental model changed, and it is told to fail then.
        case schemaChange
        /// The columns of a model are not those its enforced contract promises.
        case contract
        /// DuckDB refused a statement.
        case database
        /// The connection was interrupted; what was left of the run is skipped.
        case interrupted
        /// A node took longer than it may.
        case timedOut
        /// A file cannot be read or written.
        case file
    }

    public var code: Code
    /// What is wrong, in one sentence or two.
    public var message: String
    /// The file that holds the cause, relative to the project directory where it is inside it.
    public var file: String?
    /// The line in `file`, from 1.
    public var line: Int?
    /// The column in `line`, from 1.
    public var column: Int?
    /// The name of the node that failed.
    public var node: String?
    /// The lines around the failing position of the compiled SQL, numbered, one marked by `>`.
    public var excerpt: String?
    /// The likely cause or what to do next.
    public var hint: String?

    public init(
        _ code: Code, _ message: String, file: String? = nil, line: Int? = nil,
        column: Int? = nil, node: String? = nil, excerpt: String? = nil, hint: String? = nil
    ) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.node = node
        self.excerpt = excerpt
        self.hint = hint
    }
}

extension PipelineError: CustomStringConvertible {
    /// `node (file:line:column): message`, then the excerpt, then the hint.
    public var description: String {
        var place = file ?? ""
        if let line { place += (file == nil ? "line " : ":") + String(line) }
        if let column, line != nil { place += ":\(column)" }
        var head =
            switch (node, place.isEmpty) {
            case (let node?, true): "\(node): \(message)"
            case (let node?, false): "\(node) (\(place)): \(message)"
            case (nil, true): message
            case (nil, false): "\(place): \(message)"
            }
        if let excerpt { head += "\n" + excerpt }
        if let hint { head += "\n" + hint }
        return head
    }
}

extension PipelineError {
    /// This error, told which file and node it belongs to where it does not know yet.
    func located(file: String? = nil, line: Int? = nil, node: String? = nil) -> PipelineError {
        var error = self
        if error.file == nil {
            error.file = file
            if error.line == nil { error.line = line }
        }
        if error.node == nil { error.node = node }
        return error
    }

    /// A part of dbt that is recognised and not supported.
    static func unsupported(
        _ what: String, file: String? = nil, line: Int? = nil, node: String? = nil,
        hint: String? = nil
    ) -> PipelineError {
        PipelineError(
            .unsupported, "\(what) is not supported", file: file, line: line, node: node,
            hint: hint)
    }
}
