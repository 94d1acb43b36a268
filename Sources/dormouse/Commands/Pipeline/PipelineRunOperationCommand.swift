import Arguments
import JSON
import Pipeline

/// `pipeline run-operation`: calls a macro.
enum PipelineRunOperationCommand: Command {
    static let spec = CommandSpec(
        "run-operation", abstract: "Call a macro with arguments",
        examples: [
            Example(
                "dormouse pipeline run-operation grant_all --args '{role: reader}'",
                "a macro of the project")
        ],
        arguments: [ArgumentSpec("macro", .required, help: "its name, or package.name")],
        options: [.value("args", "YAML", help: "its arguments by name: '{role: reader}'")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let project = try call.project()
        if call.logsEvents { call.greet(project) }
        let runner = try call.runner(project, onEvent: RunConsole(call, project: project).take)
        let arguments = try Workspace.mapping(
            call.command.string("args") ?? "{}", option: "--args")
        let name = call.command.string("macro", default: "")
        let report: RunReport
        do {
            report = try runner.runOperation(name, arguments: arguments)
        } catch {
            if call.logsEvents { EventLog(call).failOperation(error.description) }
            throw error
        }
        try call.write(report, of: project)
        if let error = report.errors.first {
            if call.logsEvents {
                EventLog(call).failOperation(error.description)
            } else {
                call.console.fail(TerminalText(error.description))
            }
            return 1
        }
        if invocation.wantsJSON { call.console.print(json: ["macro": .string(name), "ok": true]) }
        return 0
    }
}
