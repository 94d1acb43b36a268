internal import Jinja

/// Tells whether a resource is what a criterion asks for.
struct ResourceMatcher {
    private let criterion: SelectionCriterion
    private let project: Project
    private let pattern: Wildcard
    /// The value's parts between dots.
    private let parts: [String]

    init(_ criterion: SelectionCriterion, project: Project) {
        self.criterion = criterion
        self.project = project
        var value = criterion.value
        if criterion.method == .package, value == "this" { value = project.name }
        while criterion.method == .path, value.hasSuffix("/") { value.removeLast() }
        if criterion.method == .path, value.hasPrefix("./") { value.removeFirst(2) }
        pattern = Wildcard(value)
        parts = value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    func matches(_ resource: Resource) -> Bool {
        switch criterion.method {
        case .fqn: matchesName(resource)
        case .path: matchesPath(resource)
        case .file: matchesFile(resource)
        case .tag: resource.tags.contains(where: pattern.matches)
        case .package: pattern.matches(resource.package)
        case .resourceType: resource.type == criterion.value
        case .testName: matchesTestName(resource.node)
        case .unitTest: matchesUnitTest(resource.node)
        case .function:
            resource.node.map { $0.kind == .function && matches(name: $0.name, of: $0.package) }
                ?? false
        case .testType: matchesTestType(resource.node)
        case .source: matchesSource(resource)
        case .exposure: matchesExposure(resource)
        case .semanticModel, .metric, .savedQuery: matchesSemantics(resource)
        case .group:
            resource.node?.configuration["group"]?.string.map(pattern.matches) ?? false
        case .access:
            resource.node.map { $0.kind == .model && $0.access == criterion.value } ?? false
        case .config: matchesConfig(resource)
        case .version: matchesVersion(resource.node)
        case .state, .result, .selector: false
        }
    }

    // MARK: Names

    /// The last part of the name, or the parts from the package or from the resource path on.
    private func matchesName(_ resource: Resource) -> Bool {
        if case .source = resource { return false }
        let isVersioned = resource.node?.kind == .model && resource.node?.version != nil
        return matches(resource.fqn, isVersioned: isVersioned)
            || matches(Array(resource.fqn.dropFirst()), isVersioned: isVersioned)
    }

    /// - Parameter isVersioned: whether the last part is a version and the name stands before it.
    private func matches(_ fqn: [String], isVersioned: Bool) -> Bool {
        guard let leaf = isVersioned ? fqn.dropLast().last : fqn.last else { return false }
        if leaf == criterion.value { return true }
        // `orders.v1` and `orders_v1`
        if isVersioned,
            fqn.suffix(2).joined(separator: "_") == parts.suffix(2).joined(separator: "_")
        {
            return true
        }
        let flat = fqn.flatMap { $0.split(separator: ".").map(String.init) }
        guard flat.count >= parts.count else { return false }
        for (index, part) in parts.enumerated() {
            if !Wildcard(part).isPlain {
                let rest = parts[index...].joined(separator: ".")
                if Wildcard(rest).matches(flat[index...].joined(separator: ".")) { return true }
                return parts.count == 1 && pattern.matches(leaf)
            }
            if flat[index] != part { return false }
        }
        return true
    }

    private func matchesPath(_ resource: Resource) -> Bool {
        var paths = [resource.path]
        if let patch = resource.node?.patchFile { paths.append(patch) }
        for (index, path) in paths.enumerated() {
            if matchesWhole(path) { return true }
            // Of a properties file only the file itself counts, not the folder it lies in.
            if index > 0 { continue }
            var folders = path.split(separator: "/").map(String.init)
            while folders.popLast() != nil, !folders.isEmpty {
                if matchesWhole(folders.joined(separator: "/")) { return true }
            }
        }
        return false
    }

    /// Folder by folder, so that `*` stays inside of one; `**` stands for any number of them.
    private func matchesWhole(_ path: String) -> Bool {
        if pattern.isPlain { return pattern.matches(path) }
        let wanted = criterion.value.split(separator: "/").map(String.init)
        return Self.matches(wanted[...], path.split(separator: "/").map(String.init)[...])
    }

    private static func matches(_ wanted: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
        guard let first = wanted.first else { return path.isEmpty }
        if first == "**" {
            if matches(wanted.dropFirst(), path) { return true }
            return !path.isEmpty && matches(wanted, path.dropFirst())
        }
        guard let own = path.first, Wildcard(first).matches(own) else { return false }
        return matches(wanted.dropFirst(), path.dropFirst())
    }

    private func matchesFile(_ resource: Resource) -> Bool {
        let name = String(resource.path.split(separator: "/").last ?? "")
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        return pattern.matches(name) || pattern.matches(stem)
    }

    // MARK: Kinds

    /// `latest`, `prerelease` (above it), `old` (below it) or `none`.
    private func matchesVersion(_ node: Node?) -> Bool {
        guard let node, node.kind == .model else { return false }
        guard let version = node.version else { return criterion.value == "none" }
        switch criterion.value {
        case "latest": return version.isLatest
        case "prerelease": return ModelVersion.isBefore(version.latest, version.value)
        case "old": return ModelVersion.isBefore(version.value, version.latest)
        default: return false
        }
    }

    private func matchesTestType(_ node: Node?) -> Bool {
        guard let node, node.isTest else { return false }
        if node.unitTest != nil { return criterion.value == "unit" }
        switch criterion.value {
        case "data": return true
        case "singular": return node.test == nil
        case "generic", "schema": return node.test != nil
        default: return false
        }
    }

    /// The macro of a generic test, or a unit test's own name.
    private func matchesTestName(_ node: Node?) -> Bool {
        guard let node else { return false }
        if node.unitTest != nil { return pattern.matches(node.name) }
        return node.test.map { pattern.matches($0.name) } ?? false
    }

    /// `name` or `package.name`.
    private func matchesUnitTest(_ node: Node?) -> Bool {
        guard let node, node.unitTest != nil else { return false }
        return matches(name: node.name, of: node.package)
    }

    private func matchesSemantics(_ resource: Resource) -> Bool {
        guard case .semantic(let own) = resource, own.kind.rawValue == criterion.method.rawValue
        else { return false }
        return matches(name: own.name, of: own.package)
    }

    private func matches(name: String, of package: String) -> Bool {
        let wanted = parts.map { Wildcard($0) }
        switch wanted.count {
        case 1: return wanted[0].matches(name)
        case 2: return wanted[0].matches(package) && wanted[1].matches(name)
        default: return false
        }
    }

    /// `group`, `group.table` or `package.group.table`.
    private func matchesSource(_ resource: Resource) -> Bool {
        guard case .source(let source) = resource else { return false }
        let names = [source.package, source.sourceName, source.name]
        let wanted = parts.map { Wildcard($0) }
        switch wanted.count {
        case 1: return wanted[0].matches(source.sourceName)
        case 2: return zip(wanted, names.dropFirst()).allSatisfy { $0.matches($1) }
        case 3: return zip(wanted, names).allSatisfy { $0.matches($1) }
        default: return false
        }
    }

    private func matchesExposure(_ resource: Resource) -> Bool {
        guard case .exposure(let exposure) = resource else { return false }
        return matches(name: exposure.name, of: exposure.package)
    }

    // MARK: Configs

    private func matchesConfig(_ resource: Resource) -> Bool {
        let keys = (criterion.key ?? "").split(separator: ".").map(String.init)
        let configuration: Configuration
        switch resource {
        case .node(let node): configuration = node.configuration
        case .source(let source): configuration = source.configuration
        case .semantic(let resource): configuration = resource.configuration
        case .exposure: return false
        }
        var value: Value?
        switch (keys.first, resource.node) {
        case ("materialized", let node?): value = .string(node.materializationName)
        case ("enabled", _): value = true
        case ("severity", let node?) where node.kind == .test:
            let severity = node.configuration["severity"]?.string ?? "ERROR"
            return severity.lowercased() == criterion.value.lowercased()
        case ("tags", _): value = Value(resource.tags)
        case (let key?, _): value = configuration[key]
        default: return false
        }
        for key in keys.dropFirst() { value = value?.dict?[key] }
        guard let value else { return false }
        return (value.elements ?? [value]).contains(where: matches)
    }

    private func matches(_ value: Value) -> Bool {
        switch value {
        case .bool(let flag): return criterion.value.lowercased() == (flag ? "true" : "false")
        case .none, .undefined: return false
        default: return value.pythonText == criterion.value
        }
    }
}

extension Node {
    /// Who may `ref` it: `private`, `protected` or `public`.
    public var access: String { configuration["access"]?.string ?? "protected" }
}
