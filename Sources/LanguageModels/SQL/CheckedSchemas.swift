import Synchronization

/// The texts of schemas that were read before, so that a column of the same schema is read once.
final class CheckedSchemas: Sendable {
    /// What is wrong with each, if anything.
    private let known = Mutex<[String: ModelError?]>([:])

    /// - Throws: `badRequest` for a schema that cannot be used.
    func check(_ text: String) throws(ModelError) {
        let fault = known.withLock { (known: inout [String: ModelError?]) -> ModelError? in
            if let found = known[text] { return found }
            if known.count > 256 { known.removeAll() }
            var fault: ModelError?
            do throws(ModelError) { _ = try SchemaCheck(text) } catch { fault = error }
            known.updateValue(fault, forKey: text)
            return fault
        }
        if let fault { throw fault }
    }
}
