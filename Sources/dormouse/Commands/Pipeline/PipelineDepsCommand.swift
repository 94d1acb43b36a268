import Arguments
import Dispatch
import HTTPClient
import JSON
import Pipeline
import Synchronization

/// `pipeline deps`: fetches the packages that a project asks for.
enum PipelineDepsCommand: Command {
    static let spec = CommandSpec(
        "deps", abstract: "Install the packages",
        discussion: """
            Packages come from local folders, git repositories, tarballs (by path, file:// or \
            http) and the hub, or a mirror of it that DBT_PACKAGE_HUB_URL names (file:// too). \
            The versions that were taken are written into package-lock.yml, and taken again as \
            long as the project asks for the same. A package that cannot be fetched and is \
            installed already stays as it is, with a warning.
            """,
        examples: [
            Example("dormouse pipeline deps", "what packages.yml asks for"),
            Example("dormouse pipeline deps --upgrade", "the newest versions that fit"),
        ],
        options: [
            .flag("upgrade", help: "look versions up again, whatever package-lock.yml says"),
            .flag("lock", help: "write package-lock.yml and install nothing"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let installer = try PackageInstaller(call.workspace) { (address) throws(PipelineError) in
            try download(address, redirections: 5)
        }
        let installed = try installer.install(
            upgrade: call.command.flag("upgrade"), locksOnly: call.command.flag("lock"))
        for package in installed {
            guard let trouble = package.trouble else { continue }
            call.console.warn("\(package.name) stays as it is: \(trouble)")
        }
        let packages = call.command.flag("lock") ? [] : try call.workspace.packages()
        if invocation.wantsJSON {
            call.console.print(
                json: .array(
                    packages.map {
                        [
                            "name": .string($0.name),
                            "version": $0.version.map { .string($0) } ?? .null,
                            "path": .string($0.path),
                        ]
                    }))
            return 0
        }
        if call.console.settings.isQuiet { return 0 }
        for package in packages {
            let version = package.version.map { " \($0)" } ?? ""
            call.console.print("\(package.name)\(version) in \(package.path)")
        }
        if call.command.flag("lock") {
            call.console.print("Versions written to package-lock.yml.")
        } else {
            call.console.print(
                packages.isEmpty ? "The project uses no packages." : "All packages are there.")
        }
        return 0
    }

    /// Archives of packages are small: a project's SQL.
    private static let maximumBytes = 64 << 20

    private static func download(
        _ address: String, redirections: Int
    ) throws(PipelineError) -> [UInt8] {
        let answer = Mutex<Result<HTTPResponse, HTTPError>?>(nil)
        let ended = DispatchSemaphore(value: 0)
        let client = HTTPClient(idleConnections: 1)
        Task(executorPreference: client.executor) {
            do throws(HTTPError) {
                let response = try await client.send(
                    HTTPRequest(.get, address, maximumAnswerBytes: maximumBytes))
                answer.withLock { $0 = .success(response) }
            } catch {
                answer.withLock { $0 = .failure(error) }
            }
            ended.signal()
        }
        ended.wait()
        switch answer.withLock({ $0 }) {
        case .success(let response)? where response.status == 200: return response.body
        case .success(let response)? where (301...308).contains(response.status):
            guard redirections > 0, let next = response[header: "location"] else {
                throw PipelineError(.missingPackage, "the server redirects without end")
            }
            return try download(next, redirections: redirections - 1)
        case .success(let response)?:
            throw PipelineError(
                .missingPackage, "the server answers with status \(response.status)")
        default:
            throw PipelineError(.missingPackage, "the server cannot be reached")
        }
    }
}
