import JSON

/// A JSON Schema, ready to check answers.
struct SchemaCheck {
    let json: JSON
    private let schema: JSON.Schema

    /// - Throws: `badRequest` for a text that is no schema, or one with words that are not checked.
    init(_ text: String) throws(ModelError) {
        do { json = try JSON.parse(text) } catch {
            throw ModelError(.badRequest, "the schema is not JSON: \(error)")
        }
        do { schema = try JSON.Schema(json) } catch {
            throw ModelError(.badRequest, "the schema cannot be used: \(error)")
        }
    }

    struct Complaint: Error {
        let reason: String

        func askAgain(schema: String) -> String {
            """
            That answer cannot be used: \(reason). Answer again, with JSON only and without any \
            other text. It must satisfy this JSON Schema:
            \(schema)
            """
        }
    }

    /// The answer as plain JSON text.
    func check(_ answer: String) throws(Complaint) -> String {
        let value: JSON
        do { value = try JSON.parse(Self.withoutFence(answer)) } catch {
            throw Complaint(reason: "it is not JSON (\(error))")
        }
        let violations = schema.violations(of: value)
        guard violations.isEmpty else {
            let first = violations.prefix(5).map(\.description).joined(separator: "; ")
            throw Complaint(reason: first)
        }
        return value.text()
    }

    /// Models like to put JSON between two lines of three backticks.
    private static func withoutFence(_ answer: String) -> String {
        var lines = answer.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        guard lines.count > 2, lines.first?.hasPrefix("```") == true, lines.last == "```" else {
            return answer
        }
        return lines.dropFirst().dropLast().joined(separator: "\n")
    }
}
