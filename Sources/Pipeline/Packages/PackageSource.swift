internal import Foundation

import enum JSON.JSON

/// A package in a folder of its own, ready to be put in its place.
struct FetchedPackage {
    let requirement: PackageRequirement
    let name: String
    let version: String
    let folder: URL
    /// Why it could not be fetched, where what was installed before is kept.
    var trouble: String?

    var isLocal: Bool { requirement.key == "local" }

    func fits(_ condition: String) -> Bool {
        condition.split(separator: ",").allSatisfy {
            VersionCondition($0)?.holds(for: version) ?? false
        }
    }
}

/// Where packages come from.
struct PackageSource {
    let downloads: URL
    let environment: [String: String]
    let download: (String) throws(PipelineError) -> [UInt8]

    /// Brings a package into a folder.
    ///
    /// - Parameters:
    ///   - versions: the conditions of all that ask for it.
    ///   - base: the folder of the project that asks: what a local path is seen from.
    ///   - nameOf: the name of the project in a folder.
    func fetch(
        _ requirement: PackageRequirement, versions: [String], base: URL,
        nameOf: (URL) throws(PipelineError) -> String
    ) throws(PipelineError) -> FetchedPackage {
        do throws(PipelineError) {
            var (folder, version) = (base, "local")
            switch requirement.key {
            case "local": folder = Package.url(of: requirement.address, in: base)
            case "git", "private": (folder, version) = try clone(requirement)
            case "tarball":
                (folder, version) = (try unpack(bytes(at: requirement.address)), "tarball")
            default: (folder, version) = try fromHub(requirement, versions)
            }
            guard
                FileManager.default.fileExists(
                    atPath: folder.appending(path: ProjectFile.fileName).path)
            else { throw PipelineError(.missingPackage, "it has no \(ProjectFile.fileName)") }
            var name = requirement.name ?? ""
            if name.isEmpty { name = try nameOf(folder) }
            guard isPlainIdentifier(name) else {
                throw PipelineError(.missingPackage, "'\(name)' is no name of a package")
            }
            return FetchedPackage(
                requirement: requirement, name: name, version: version, folder: folder)
        } catch {
            throw PipelineError(
                .missingPackage,
                "the package \(requirement.written) cannot be fetched: \(error.message)",
                file: requirement.file, line: requirement.line,
                hint: error.hint
                    ?? "Copy its folder into the project's folder of packages to do without.")
        }
    }

    // MARK: git

    private func clone(
        _ requirement: PackageRequirement
    ) throws(PipelineError) -> (URL, String) {
        let folder = downloads.appending(path: UUID().uuidString)
        let revision = requirement.versions.last ?? "HEAD"
        guard !requirement.address.hasPrefix("-"), !revision.hasPrefix("-") else {
            throw PipelineError(.missingPackage, "an address or a revision cannot begin with '-'")
        }
        try run(["git", "clone", "--quiet", "--", requirement.address, folder.path])
        if revision != "HEAD" {
            try run(["git", "-C", folder.path, "checkout", "--quiet", revision])
        }
        let commit = try run(["git", "-C", folder.path, "rev-parse", "HEAD"])
        guard let below = requirement.subdirectory else { return (folder, commit) }
        guard !below.hasPrefix("/"), !below.split(separator: "/").contains("..") else {
            throw PipelineError(.missingPackage, "`subdirectory` must lie inside the repository")
        }
        return (folder.appending(path: below), commit)
    }

    // MARK: Tarballs

    /// What lies at an address: a file, `file://`, `http://` or `https://`.
    private func bytes(at address: String) throws(PipelineError) -> [UInt8] {
        if address.hasPrefix("http://") || address.hasPrefix("https://") {
            return try download(address)
        }
        let path =
            address.hasPrefix("file://")
            ? URL(string: address)?.path ?? String(address.dropFirst(7)) : address
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PipelineError(.missingPackage, "the file cannot be read")
        }
        return [UInt8](data)
    }

    /// The one folder in an archive.
    private func unpack(_ archive: [UInt8]) throws(PipelineError) -> URL {
        let file = downloads.appending(path: UUID().uuidString + ".tar.gz")
        let folder = downloads.appending(path: UUID().uuidString)
        do {
            try Data(archive).write(to: file)
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
        } catch {
            throw PipelineError(.file, "the archive cannot be written: \(error)")
        }
        try run(["tar", "-xzf", file.path, "-C", folder.path])
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        guard names.count == 1, let name = names.first else {
            throw PipelineError(
                .missingPackage, "its archive has \(names.count) entries at its top, not one folder"
            )
        }
        return folder.appending(path: name)
    }

    // MARK: The hub

    /// The newest version that all conditions allow, as the hub's index has it.
    private func fromHub(
        _ requirement: PackageRequirement, _ conditions: [String]
    ) throws(PipelineError) -> (URL, String) {
        let hub = environment["DBT_PACKAGE_HUB_URL"] ?? "https://hub.getdbt.com/"
        let base = hub.hasSuffix("/") ? hub : hub + "/"
        guard !requirement.address.split(separator: "/").contains("..") else {
            throw PipelineError(.missingPackage, "'..' cannot be a part of its name")
        }
        let text = try bytes(at: base + "api/v1/\(requirement.address).json")
        guard let index = try? JSON.parse(text), let versions = index["versions"]?.object else {
            throw PipelineError(.missingPackage, "the hub's answer is not understood")
        }
        func fits(_ version: String, _ condition: String) -> Bool {
            condition.split(separator: ",").allSatisfy {
                VersionCondition($0)?.holds(for: version) ?? false
            }
        }
        func numbers(_ version: String) -> [Int] {
            version.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
        }
        let allowed = versions.entries.map(\.key).filter { version in
            let isEarly = version.contains("-") || version.contains { $0.isLetter }
            return (!isEarly || requirement.takesEarlyVersions)
                && conditions.allSatisfy { fits(version, $0) }
        }
        guard
            let version = allowed.max(by: {
                numbers($0).lexicographicallyPrecedes(numbers($1))
            })
        else {
            throw PipelineError(
                .missingPackage,
                "no version fits \(conditions.joined(separator: ", ")); there are "
                    + versions.entries.map(\.key).joined(separator: ", "))
        }
        guard let address = versions[version]?["downloads"]?["tarball"]?.string else {
            throw PipelineError(.missingPackage, "the hub names no archive of \(version)")
        }
        // A mirror may name its files by where they lie beside the index.
        let isWhole = address.contains("://") || address.hasPrefix("/")
        return (try unpack(bytes(at: isWhole ? address : base + address)), version)
    }

    // MARK: Programs

    /// Runs a program; gives what it prints.
    @discardableResult
    private func run(_ words: [String]) throws(PipelineError) -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        // Nobody is there to type a password.
        process.environment = environment.merging(["GIT_TERMINAL_PROMPT": "0"]) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch {
            throw PipelineError(
                .missingPackage, "\(words[0]) cannot be started",
                hint: "Install \(words[0]), or copy the package's folder into the project.")
        }
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complained = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            // git repeats the address, which may hold a token.
            let lines = complained.split(separator: "\n").filter { !$0.contains("://") }
            throw PipelineError(
                .missingPackage,
                "\(words[0]) failed" + (lines.last.map { ": \($0)" } ?? ""))
        }
        return said.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
