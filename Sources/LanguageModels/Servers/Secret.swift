/// A key or password. It prints as `…`, wherever it ends up.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    private let value: String

    public init(_ value: String) { self.value = value }

    /// The value itself, for the one place that sends it.
    public func reveal() -> String { value }

    public var description: String { "…" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// A text without the secret in it.
    public func hidden(in text: String) -> String {
        value.isEmpty ? text : text.replacing(value, with: "…")
    }
}
