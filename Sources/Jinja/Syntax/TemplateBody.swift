/// The tree of a template with what is found by name in it.
struct TemplateBody: Sendable {
    var statements: [Statement]
    var macroDefinitions: [MacroDefinition]
    var blocks: [String: BlockDefinition]
    var sections: [Section]

    var macros: [Macro] { macroDefinitions.map(\.summary) }

    func macroDefinition(_ name: String) -> MacroDefinition? {
        macroDefinitions.last { $0.name == name }
    }
}
