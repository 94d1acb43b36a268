import Foundation
import JSON
import Pipeline

/// The events of commands that build nothing, and of what is noticed.
extension EventLog {
    func warn(_ warning: Pipeline.Warning) {
        if let criterion = warning.criterion {
            tell(
                "NoNodesForSelectionCriteria", "M030",
                "[WARNING]: The selection criterion '\(criterion)' does not match any enabled nodes",
                ["spec_raw": .string(criterion)], level: .warn)
        } else {
            let text = warning.description
            tell("JinjaLogWarning", "I061", text, ["msg": .string(text)], level: .warn)
        }
    }

    /// What a template prints, and a line of a listing.
    func printed(_ text: String) { tell("PrintEvent", "Z052", text, ["msg": .string(text)]) }

    func noNodesSelected() {
        tell("NoNodesSelected", "Q038", "[WARNING]: No nodes selected!", level: .warn)
    }

    func nothingToDo(_ text: String) {
        tell("NothingToDo", "Q035", "[WARNING]: " + text, level: .warn)
    }

    func fail(_ text: String) {
        tell(
            "MainEncounteredError", "Z002", "[ERROR]: Encountered an error:\n" + text,
            ["exc": .string(text)], level: .error)
    }

    func failOperation(_ text: String) {
        tell(
            "RunningOperationCaughtError", "Q001",
            "[ERROR]: Encountered an error while running operation: " + text,
            ["exc": .string(text)], level: .error)
    }

    func compiled(_ node: CompiledNode, isInline: Bool, asJSON: Bool) {
        let object: JSON.Object =
            isInline
            ? ["compiled": .string(node.sql)]
            : ["node": .string(node.name), "compiled": .string(node.sql)]
        let name = isInline ? "inline node" : "node '\(node.name)'"
        tell(
            "CompiledNode", "Q042",
            asJSON ? JSON.object(object).text(.pretty) : "Compiled \(name) is:\n\(node.sql)",
            [
                "node_name": .string(node.name), "compiled": .string(node.sql),
                "is_inline": .bool(isInline), "output_format": asJSON ? "json" : "text",
                "unique_id": .string(node.id), "quiet": .bool(call.console.settings.isQuiet),
            ])
    }

    func shown(_ node: CompiledNode, _ rows: QueryRows, isInline: Bool, asJSON: Bool) {
        let objects = JSON.array(rows.rows.map { rows.object($0) })
        let preview = asJSON ? objects.text() : rows.lines.map { $0 + "\n" }.joined()
        let object: JSON.Object =
            isInline ? ["show": objects] : ["node": .string(node.name), "show": objects]
        let name = isInline ? "inline node" : "node '\(node.name)'"
        tell(
            "ShowNode", "Q041",
            asJSON ? JSON.object(object).text(.pretty) : "Previewing \(name):\n\(preview)",
            [
                "node_name": .string(node.name), "preview": .string(preview),
                "is_inline": .bool(isInline), "output_format": asJSON ? "json" : "text",
                "unique_id": .string(node.id), "quiet": .bool(call.console.settings.isQuiet),
            ])
    }

    // MARK: Documentation

    func buildingCatalog() { tell("BuildingCatalog", "E044", "Building catalog") }

    func catalogWritten(_ path: String) {
        tell("CatalogWritten", "E042", "Catalog written to \(path)", ["path": .string(path)])
    }
}
