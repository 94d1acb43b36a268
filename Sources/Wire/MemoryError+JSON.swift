public import JSON
public import Memory

extension MemoryError {
    /// The code, in snake case as everything on the wire: `invalid_input`.
    public var wireCode: String {
        code.rawValue.reduce(into: "") { name, letter in
            name += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
        }
    }

    /// The code and the message.
    public var json: JSON { ["code": .string(wireCode), "message": .string(message)] }
}
