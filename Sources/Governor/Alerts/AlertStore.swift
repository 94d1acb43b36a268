internal import Foundation

/// The book of alerts in a file that all processes share, so that each is sent once.
public struct AlertStore: Sendable {
    private let state: StateDirectory
    private let rules: AlertRules

    public init(_ state: StateDirectory, _ rules: AlertRules) {
        self.state = state
        self.rules = rules
    }

    /// Takes a level in; see `AlertBook`. Where the file cannot be used, every process is on its own
    /// and tells it.
    public func observe(
        _ name: String, _ level: PressureLevel, message: String, at time: Double
    ) -> Alert? {
        var book = AlertBook(rules)
        state.make()
        let guardian = LockedFile(state.alerts.path + ".lock", patience: .seconds(1))
        return withExtendedLifetime(guardian) {
            if let data = FileManager.default.contents(atPath: state.alerts.path),
                let known = try? JSONDecoder().decode([String: AlertBook.Entry].self, from: data)
            {
                book.entries = known
            }
            let before = book
            let alert = book.observe(name, level, message: message, at: time)
            if book != before, let data = try? JSONEncoder().encode(book.entries) {
                try? data.write(to: state.alerts, options: .atomic)
            }
            return alert
        }
    }
}
