internal import Jinja

/// Configs of a node that keep a project from being read. They are those that dbt refuses then;
/// what else is wrong with a node, it fails of alone, when it is built.
enum ConfigurationChecks {
    /// - Parameter macros: where a strategy of the project's own may be.
    static func check(_ node: Node, macros: MacroLibrary) throws(PipelineError) {
        try checkShapes(node.configuration, of: node.kind)
        if node.kind == .snapshot { _ = try SnapshotPlan.strategy(node.configuration) }
        if node.isMicrobatch(macros, batchesCustom: false) { _ = try MicrobatchPlan(node) }
        try checkContract(node)
        try checkColor(node)
    }

    static func checkShapes(
        _ configuration: Configuration, of kind: Node.Kind
    ) throws(PipelineError) {
        let shapes = ConfigurationShapes.all(of: kind)
        guard let fault = ConfigurationShapes.fault(in: configuration, shapes) else { return }
        throw PipelineError(.configuration, fault)
    }

    /// The colour that a node has in dbt's documentation.
    private static func checkColor(_ node: Node) throws(PipelineError) {
        guard let color = node.configuration["docs"]?.dict?["node_color"], !color.isNone else {
            return
        }
        let text = color.pythonText.lowercased()
        let digits = text.dropFirst()
        let isCode =
            text.hasPrefix("#") && [3, 6].contains(digits.count) && digits.allSatisfy(\.isHexDigit)
        guard !isCode, !ColorNames.all.contains(text) else { return }
        throw PipelineError(
            .configuration,
            "`docs.node_color` is \(color.pythonRepresentation), which is not a color",
            hint: "Write the name of an HTML color, or a code such as \"#ff8800\".")
    }

    private static func checkContract(_ node: Node) throws(PipelineError) {
        guard let contract = node.configuration["contract"] else { return }
        guard let dict = contract.dict else {
            throw PipelineError(.configuration, "the config `contract` must be a mapping")
        }
        if let enforced = dict["enforced"], enforced.bool == nil {
            throw PipelineError(.configuration, "`contract.enforced` must be true or false")
        }
        guard node.hasEnforcedContract, node.materialization == .incremental else { return }
        let change = try node.configuration.string("on_schema_change") ?? "ignore"
        if change != "fail", change != "append_new_columns" {
            throw PipelineError(
                .configuration,
                "an incremental model with an enforced contract cannot have the config "
                    + "`on_schema_change: \(change)`",
                hint: "It can be append_new_columns or fail.")
        }
    }
}
