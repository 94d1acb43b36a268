internal import Jinja

// `JSON` alone would be Jinja's printer as well.
internal import enum JSON.JSON

extension JSON {
    /// A template's value; what JSON has no word for becomes a text.
    init(_ value: Jinja.Value?) {
        switch value {
        case nil, .some(.none), .some(.undefined): self = .null
        case .bool(let flag)?: self = .bool(flag)
        case .int(let number)?: self = .int(number)
        case .double(let number)?: self = .double(number)
        case .string(let text)?: self = .string(text)
        case .list?, .tuple?: self = .array((value?.elements ?? []).map { JSON($0) })
        case .dict(let dict)?:
            self = .object(JSON.Object(dict.entries.map { ($0.key.pythonText, JSON($0.value)) }))
        case let value?: self = .string(value.pythonText)
        }
    }

    init(_ text: String?) { self = text.map { .string($0) } ?? .null }

    init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }

    static let empty = JSON.object(JSON.Object())
}
