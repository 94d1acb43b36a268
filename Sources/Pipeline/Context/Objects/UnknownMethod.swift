internal import Jinja

/// A method that the adapter does not have: false, without text, and an error when it is called.
final class UnknownMethod: JinjaObject {
    let typeName = "Undefined"
    let isCallable = true
    private let name: String
    private let known: [String]

    init(name: String, known: [String]) {
        self.name = name
        self.known = known
    }

    func text() throws(JinjaError) -> String { "" }
    func truth() throws(JinjaError) -> Bool { false }

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        let message = "`adapter.\(name)` is not supported"
        throw JinjaError(
            .host, message,
            underlying: PipelineError(
                .unsupported, message, hint: suggestion(for: name, among: known)))
    }
}
