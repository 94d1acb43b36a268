internal import Foundation
internal import Jinja

extension ProjectLoader {
    /// The snapshots of the `{% snapshot %}` blocks, then those that properties files declare.
    mutating func addSnapshots(_ properties: Properties) throws(PipelineError) {
        for path in files.paths(in: file.snapshotPaths, ending: [".sql"]) {
            let text = try files.read(path)
            let template: Template
            do {
                template = try TemplateEnvironment.shared.template(
                    text, name: package.prefix + path)
            } catch {
                throw PipelineError(error).located(file: path)
            }
            let parts = ProjectFiles.parts(of: path, in: file.snapshotPaths)
            for section in template.sections where section.tag != "docs" {
                guard section.tag == "snapshot" else {
                    throw PipelineError.unsupported(
                        "a \(section.tag) in a snapshot's file", file: path, line: section.line)
                }
                try addSnapshot(
                    section.name, section.source, path: path, line: section.line,
                    fqn: [file.name] + parts + [section.name])
            }
        }
        for patch in properties.patches where patch.section == "snapshots" {
            guard let relation = patch.relation else { continue }
            var folders = ProjectFiles.parts(
                of: patch.file, in: [String(patch.file.prefix { $0 != "/" })])
            folders.removeLast()
            try addSnapshot(
                patch.name, "select * from {{ \(relation) }}", path: patch.file, line: patch.line,
                fqn: [file.name] + folders + [patch.name])
        }
    }

    private mutating func addSnapshot(
        _ name: String, _ code: String, path: String, line: Int, fqn: [String]
    ) throws(PipelineError) {
        let template: Template
        do {
            // As many lines as stand before the block, so that errors name lines of the file.
            let lines = String(repeating: "\n", count: line - 1)
            template = try TemplateEnvironment.shared.template(
                lines + code, name: package.prefix + path)
        } catch {
            throw PipelineError(error).located(file: path, node: name)
        }
        let node = Node(
            id: "snapshot.\(file.name).\(name)", kind: .snapshot, name: name, package: file.name,
            path: path, prefix: package.prefix, line: line, fqn: fqn, code: code,
            configuration: Configuration(), description: "", columns: [], tags: [],
            relation: Relation(
                database: session.profile.database, schema: session.profile.schema,
                identifier: name), test: nil, materialization: .snapshot, template: template)
        try settle(node, trees(\.snapshots))
    }
}
