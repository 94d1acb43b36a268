public import Foundation
internal import YAML

/// Reads the keys of one mapping by name and kind, and refuses the keys that nobody asked for.
///
/// ```swift
/// var section = try file.section("server")
/// let address = try section.string("address") ?? "127.0.0.1:8787"
/// let patience = try section.duration("shutdown") ?? .seconds(10)
/// try section.finish()
/// ```
///
/// A key that is absent or null is nil.
public struct SettingsReader: Sendable {
    /// Where this is in the file: `language_models.providers.local`.
    public let path: String
    private let node: YAML.Node?
    private let mapping: YAML.Mapping
    private let variables: EnvironmentTemplates
    /// The file it is of, which paths are relative to.
    private let file: URL?
    private var asked: Set<String> = []

    init(
        _ node: YAML.Node?, path: String, variables: EnvironmentTemplates, file: URL?
    ) throws(SettingsError) {
        self.path = path
        self.node = node
        self.variables = variables
        self.file = file
        guard let node, !node.isNull else {
            mapping = YAML.Mapping()
            return
        }
        do { mapping = try node.mapping() } catch {
            throw SettingsError(
                .malformed, "'\(path)' holds keys and values, not \(node.kind)", node.position)
        }
        if let twice = mapping.duplicates.first {
            throw SettingsError(.malformed, "the key is there twice", twice.position)
        }
    }

    /// Whether the file says nothing here.
    public var isEmpty: Bool { mapping.isEmpty }

    /// The names of the keys, in the file's order.
    public var names: [String] { mapping.names }

    /// Any scalar as text.
    public mutating func string(_ name: String) throws(SettingsError) -> String? {
        guard let node = node(name) else { return nil }
        let text: String
        do { text = try node.text() } catch { throw fault(name, "a text") }
        return try variables.fill(text, at: node.position)
    }

    /// A whole number within bounds.
    public mutating func int(
        _ name: String, _ range: ClosedRange<Int> = 0...Int.max
    ) throws(SettingsError) -> Int? {
        guard let text = try string(name) else { return nil }
        guard let number = Int(text.replacing("_", with: "")), range.contains(number) else {
            let bounds = range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range)"
            throw fault(name, "a whole number, \(bounds.replacing("...", with: " to "))")
        }
        return number
    }

    /// A finite number within bounds.
    public mutating func number(
        _ name: String, _ range: ClosedRange<Double> = 0...Double.greatestFiniteMagnitude
    ) throws(SettingsError) -> Double? {
        guard let text = try string(name) else { return nil }
        guard let number = Double(text), number.isFinite, range.contains(number) else {
            throw fault(name, "a number, \(range.lowerBound) or more")
        }
        return number
    }

    /// `true` or `false`, and the other words YAML has for them.
    public mutating func bool(_ name: String) throws(SettingsError) -> Bool? {
        guard let text = try string(name) else { return nil }
        switch text.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: throw fault(name, "true or false")
        }
    }

    /// `90` (seconds), `250ms`, `90s`, `5m`, `2h`, `1d`.
    public mutating func duration(_ name: String) throws(SettingsError) -> Duration? {
        guard let text = try string(name) else { return nil }
        let units: [(String, Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1),
        ]
        for (unit, seconds) in units where text.hasSuffix(unit) {
            guard let number = Double(text.dropLast(unit.count)), number >= 0, number < 1e9 else {
                continue
            }
            return .microseconds(Int64(number * seconds * 1_000_000))
        }
        throw fault(name, "a time, as 250ms, 90s, 5m, 2h or 1d")
    }

    /// Bytes: `1000`, `64KiB`, `256MiB`, `2GiB`, `500MB`.
    public mutating func bytes(_ name: String) throws(SettingsError) -> Int? {
        guard let text = try string(name) else { return nil }
        let units: [(String, Double)] = [
            ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("KB", 1e3), ("MB", 1e6),
            ("GB", 1e9), ("B", 1), ("", 1),
        ]
        for (unit, factor) in units where text.lowercased().hasSuffix(unit.lowercased()) {
            let digits = text.dropLast(unit.count).filter { $0 != " " }
            guard let number = Double(digits), number >= 0, number * factor < 1e18 else {
                continue
            }
            return Int(number * factor)
        }
        throw fault(name, "a number of bytes, as 64KiB, 256MiB or 2GiB")
    }

    /// A folder, relative to the one that the settings file lies in.
    public mutating func folder(_ name: String) throws(SettingsError) -> URL? {
        guard let text = try string(name), !text.isEmpty else { return nil }
        return URL(fileURLWithPath: text, isDirectory: true, relativeTo: file).standardizedFileURL
    }

    /// One of the cases of an enumeration, by its raw value.
    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type = Choice.self
    ) throws(SettingsError) -> Choice? {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw fault(
                name, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    /// A list of texts, or one text standing for a list of one.
    public mutating func strings(_ name: String) throws(SettingsError) -> [String]? {
        guard let node = node(name) else { return nil }
        if case .sequence(let items) = node.value {
            var texts: [String] = []
            for item in items {
                guard let text = try? item.text() else { throw fault(name, "a list of texts") }
                texts.append(try variables.fill(text, at: item.position))
            }
            return texts
        }
        return try string(name).map { [$0] }
    }

    /// The mapping below a key; empty where there is none.
    public mutating func section(_ name: String) throws(SettingsError) -> SettingsReader {
        try SettingsReader(node(name), path: "\(path).\(name)", variables: variables, file: file)
    }

    /// The mappings of a list below a key: alerts, schedules…
    public mutating func sections(_ name: String) throws(SettingsError) -> [SettingsReader] {
        guard let node = node(name) else { return [] }
        guard case .sequence(let items) = node.value else { throw fault(name, "a list") }
        var readers: [SettingsReader] = []
        for (index, item) in items.enumerated() {
            readers.append(
                try SettingsReader(
                    item, path: "\(path).\(name)[\(index)]", variables: variables, file: file))
        }
        return readers
    }

    /// Refuses every key that was not asked for, by name and line.
    public func finish() throws(SettingsError) {
        for (key, _) in mapping {
            let name = (try? key.text()) ?? key.kind
            guard !asked.contains(name) else { continue }
            throw SettingsError(
                .unknownKey,
                "'\(path)' has no key '\(name)'\(suggestion(name, Array(asked), all: "its keys"))",
                key.position)
        }
    }

    /// An error at a key, or at this mapping where the key is absent: `"wants a URL"`.
    public func error(_ name: String, _ reason: String) -> SettingsError {
        SettingsError(
            .badValue, "'\(path).\(name)' \(reason)", (mapping[name] ?? node)?.position)
    }

    private mutating func node(_ name: String) -> YAML.Node? {
        asked.insert(name)
        guard let node = mapping[name], !node.isNull else { return nil }
        return node
    }

    private func fault(_ name: String, _ wanted: String) -> SettingsError {
        error(name, "must be \(wanted)")
    }
}
