/// What a function takes and gives, as the properties file has it.
struct FunctionSignature: Sendable, Hashable {
    struct Argument: Sendable, Hashable {
        var name: String
        var dataType: String
        var description: String?
        /// As it is written.
        var defaultValue: String?
    }

    var arguments: [Argument] = []
    /// What dbt puts where nothing is said.
    var returns = "INVALID_TYPE"
    var returnsDescription: String?
}
