import DuckDB
import Foundation

/// The options of one call in SQL: a STRUCT or a MAP.
struct CallOptions {
    var provider: String?
    var model: String?
    var system: String?
    var temperature = 0.0
    var maximumTokens: Int?
    var seed: Int?
    var timeout: Duration?
    var onError: ModelConfiguration.ErrorPolicy?
    var isCached = true

    static let names = [
        "provider", "model", "system", "temperature", "max_tokens", "seed", "timeout", "on_error",
        "cache",
    ]

    /// NULL stands for no options.
    ///
    /// - Throws: `badRequest` with the option's name and what it takes.
    init(_ value: Value) throws(ModelError) {
        for (name, value) in try Self.pairs(value) where value != .null {
            switch name {
            case "provider": provider = try Self.text(value, name)
            case "model": model = try Self.text(value, name)
            case "system": system = try Self.text(value, name)
            case "temperature": temperature = try Self.number(value, name, 0...2)
            case "max_tokens": maximumTokens = try Self.whole(value, name, 1...1_000_000)
            case "seed": seed = try Self.whole(value, name, Int.min...Int.max)
            case "timeout":
                let seconds = try Self.number(value, name, 0.001...86_400)
                timeout = .milliseconds(Int((seconds * 1000).rounded(.up)))
            case "on_error":
                let word = try Self.text(value, name)
                guard let policy = ModelConfiguration.ErrorPolicy(rawValue: word) else {
                    throw Self.fault("on_error is 'fail' or 'null', not '\(word)'")
                }
                onError = policy
            case "cache": isCached = try Self.bool(value, name)
            default:
                throw Self.fault(
                    "there is no option '\(name)'; there are: "
                        + Self.names.joined(separator: ", "))
            }
        }
    }

    private static func pairs(_ value: Value) throws(ModelError) -> [(String, Value)] {
        switch value {
        case .null: return []
        case .structure(let fields): return fields.map { ($0.name.lowercased(), $0.value) }
        case .map(let entries):
            return entries.map { ($0.key.stringValue?.lowercased() ?? "", $0.value) }
        case .string(let model): return [("model", .string(model))]
        default:
            throw fault(
                "options are a STRUCT or a MAP, as {'model': 'qwen2.5:3b', 'temperature': 0.2}")
        }
    }

    private static func text(_ value: Value, _ name: String) throws(ModelError) -> String {
        guard let text = value.stringValue, !text.isEmpty else {
            throw fault("the option \(name) is a text")
        }
        return text
    }

    private static func number(
        _ value: Value, _ name: String, _ range: ClosedRange<Double>
    ) throws(ModelError) -> Double {
        // A MAP has values of one type: numbers come as texts there.
        guard let number = value.doubleValue ?? value.stringValue.flatMap(Double.init),
            range.contains(number)
        else {
            throw fault(
                "the option \(name) is a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func whole(
        _ value: Value, _ name: String, _ range: ClosedRange<Int>
    ) throws(ModelError) -> Int {
        guard let number = value.intValue ?? value.stringValue.flatMap({ Int($0) }),
            range.contains(number)
        else {
            let bounds = range.upperBound == .max ? "" : " from \(range.lowerBound)"
            throw fault("the option \(name) is a whole number\(bounds)")
        }
        return number
    }

    private static func bool(_ value: Value, _ name: String) throws(ModelError) -> Bool {
        switch value {
        case .bool(let bool): return bool
        case .string("true"): return true
        case .string("false"): return false
        default: throw fault("the option \(name) is true or false")
        }
    }

    private static func fault(_ reason: String) -> ModelError { ModelError(.badRequest, reason) }
}
