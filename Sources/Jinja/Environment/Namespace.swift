/// What `namespace()` makes: an object whose attributes `set` can change from inner scopes.
final class Namespace: JinjaObject {
    private let attributes = Dict()

    func set(_ name: String, _ value: Value) { attributes[name] = value }

    var typeName: String { "Namespace" }
    func attribute(_ name: String) -> Value? { attributes[name] }
    func item(_ key: Value) -> Value? { attributes[key] }
    func truth() -> Bool { true }
    func text() throws(JinjaError) -> String {
        "<Namespace \(try Value.dict(attributes).representation())>"
    }
}
