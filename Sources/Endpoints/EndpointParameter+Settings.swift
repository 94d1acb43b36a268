import JSON
import Settings

extension EndpointParameter {
    /// The types by the names that a declaration gives them.
    private enum TypeName: String, CaseIterable {
        case text, integer, number, boolean, date, time, uuid, choice, texts, vector, embedding
    }

    init(_ name: String, _ reader: inout SettingsReader) throws {
        guard name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil else {
            throw EndpointError(
                .declaration,
                "'\(name)' is no name for a parameter: lower case letters, digits and _")
        }
        guard let type = try reader.choice("type", of: TypeName.self) else {
            throw reader.error(
                "type",
                "is missing: one of " + TypeName.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let kind: Kind
        switch type {
        case .text: kind = .text(mostCharacters: try reader.int("max_length", 1...65_536) ?? 1024)
        case .integer:
            let low = try reader.int("min", Int.min...Int.max) ?? Int.min
            let high = try reader.int("max", Int.min...Int.max) ?? Int.max
            guard low <= high else { throw reader.error("max", "is below min") }
            kind = .integer(low...high)
        case .number:
            let all = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
            let low = try reader.number("min", all) ?? all.lowerBound
            let high = try reader.number("max", all) ?? all.upperBound
            guard low <= high else { throw reader.error("max", "is below min") }
            kind = .number(low...high)
        case .boolean: kind = .boolean
        case .date: kind = .date
        case .time: kind = .time
        case .uuid: kind = .uuid
        case .choice:
            guard let values = try reader.strings("values"), !values.isEmpty else {
                throw reader.error("values", "is missing: the list of what may be chosen")
            }
            kind = .choice(values)
        case .texts: kind = .texts(most: try reader.int("max_items", 1...10_000) ?? 100)
        case .vector: kind = .vector(dimensions: try Self.dimensions(&reader))
        case .embedding:
            let of = try reader.string("of")
            kind = .embedding(dimensions: try Self.dimensions(&reader), of: of)
        }
        let help = try reader.string("help") ?? ""
        let isRequired = try reader.bool("required") ?? false
        let written = try reader.string("default")
        try reader.finish()
        self.init(
            name: name, kind: kind, help: help, isRequired: isRequired,
            standard: try written.map {
                try EndpointParameter(
                    name: name, kind: kind, help: "", isRequired: false, standard: nil
                ).value(ofQuery: [$0])
            })
        if isDerived, isRequired || written != nil {
            throw reader.error(
                "of", "makes it from another parameter: leave required and default out")
        }
        if let standard {
            do { _ = try text(of: standard) } catch {
                throw reader.error("default", "is wrong: \(error.message)")
            }
        }
    }

    private static func dimensions(_ reader: inout SettingsReader) throws -> Int {
        guard let count = try reader.int("dimensions", 1...16_000) else {
            throw reader.error("dimensions", "is missing: how many numbers a vector has")
        }
        return count
    }
}
