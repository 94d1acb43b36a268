struct TemplateBody: Sendable {
    var statements: [Int] = []
    var macros: [Macro] = []
}
enum Parser {
    static func parse(_ source: String, name: String, options: Environment.Options)
        throws(JinjaError) -> TemplateBody
    { throw JinjaError(.unsupported, "the parser follows in the next commit") }
}
enum Interpreter {
    static func render(_ template: Template, in context: Context) throws(JinjaError) -> String {
        ""
    }
    static func module(of template: Template, in context: Context) throws(JinjaError) -> Module {
        throw JinjaError(.unsupported, "the interpreter follows in the next commit")
    }
    static func bind(macro: String, of template: Template, in context: Context) -> Value? { nil }
}
final class Scope: Sendable {
    var localNames: [String] { [] }
    func local(_ name: String) -> Value? { nil }
}
struct CallCollector {
    var calls: [StaticCall] = []
    init(names: Set<String>?) {}
    mutating func visit(_ s: [Int]) {}
}
enum Builtins {
    static let globals: [String: Value] = [:]
    static let filters: [String: Callable] = [:]
    static let tests: [String: Callable] = [:]
}
