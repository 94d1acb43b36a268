internal import Foundation
internal import Jinja

/// `ref` and `source` as templates hold them: called, they resolve; what dbt's resolvers know
/// besides, packages read (`builtins.ref.config`).
final class ResolverObject: JinjaObject {
    let typeName: String
    let isCallable = true
    private let scope: RenderScope
    private let body: Callable.Body

    init(_ typeName: String, scope: RenderScope, _ body: @escaping Callable.Body) {
        self.typeName = typeName
        self.scope = scope
        self.body = body
    }

    func call(_ arguments: Arguments) throws(JinjaError) -> Value { try body(arguments) }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "config": return RuntimeConfiguration(scope).value
        case "current_project": return .string(scope.session.projectName)
        case "model": return scope.builtIn("model", in: scope.context)
        case "Relation": return .object(RelationObject(Relation()))
        default: return nil
        }
    }
}

/// What dbt calls its runtime config: the project and how it is run.
struct RuntimeConfiguration {
    private let scope: RenderScope

    init(_ scope: RenderScope) { self.scope = scope }

    var value: Value {
        let session = scope.session
        let profile = session.profile
        let project = scope.execution?.project
        let dict = Dict([
            "project_name": .string(session.projectName), "args": arguments,
            "cli_vars": session.invocation.arguments["vars"] ?? .dict(Dict()),
            "profile_name": .string(profile.name), "target_name": .string(profile.target),
            "threads": .int(profile.threads), "vars": variables,
            "credentials": TargetFacts(profile: profile).value, "dependencies": dependencies,
            "project_env_vars": .dict(Dict()), "packages": .none,
        ])
        if let file = project?.file {
            dict["version"] = Value(file.version)
            dict["project_root"] = Value(project?.directory.path)
            dict["target_path"] = .string(file.targetPath)
            for (name, paths) in [
                ("model_paths", file.modelPaths), ("seed_paths", file.seedPaths),
                ("test_paths", file.testPaths), ("macro_paths", file.macroPaths),
                ("analysis_paths", file.analysisPaths), ("snapshot_paths", file.snapshotPaths),
            ] {
                dict[name] = Value(paths)
            }
            dict["packages_install_path"] = .string(file.packagesPath)
            dict["on_run_start"] = Value(file.onRunStart.map(\.sql))
            dict["on_run_end"] = Value(file.onRunEnd.map(\.sql))
        }
        return .dict(dict)
    }

    /// The options of the command line: those that are not given are None.
    private var arguments: Value {
        let given = scope.session.invocation.arguments
        let dict = Dict(given.keys.sorted().map { (.string($0), given[$0] ?? .none) })
        dict["which"] = .string(scope.session.invocation.command)
        return .dict(dict)
    }

    private var variables: Value {
        let file = scope.execution?.project.file
        let values = file?.variables ?? [:]
        let dict = Value.dict(Dict(values.keys.sorted().map { (.string($0), values[$0] ?? .none) }))
        return .dict(
            Dict([
                "vars": dict,
                "to_dict": .function("to_dict") { (_) throws(JinjaError) in dict },
            ]))
    }

    private var dependencies: Value {
        .dict(
            Dict(
                (scope.execution?.project.packages ?? []).map { package in
                    (
                        .string(package.name),
                        .dict(
                            Dict([
                                "project_name": .string(package.name),
                                "version": Value(package.file.version),
                            ]))
                    )
                }))
    }
}
