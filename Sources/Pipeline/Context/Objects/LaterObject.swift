internal import Jinja

/// What a query answers while the project is only read: nothing yet, whatever is asked of it.
final class LaterObject: JinjaObject {
    let typeName = "answer"
    let isCallable = true

    func text() throws(JinjaError) -> String { "" }
    func attribute(_ name: String) throws(JinjaError) -> Value? { .object(self) }
    func item(_ key: Value) throws(JinjaError) -> Value? { .object(self) }
    func call(_ arguments: Arguments) throws(JinjaError) -> Value { .object(self) }
    func elements() throws(JinjaError) -> [Value]? { [] }
    func truth() throws(JinjaError) -> Bool { false }
}
