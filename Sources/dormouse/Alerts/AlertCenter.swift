import Foundation
import Governor

/// Tells alerts of a watch through the channels of dormouse.yml, on a thread of its own: a channel
/// that hangs holds up no work.
final class AlertCenter: Sendable {
    private let store: AlertStore
    private let settings: AlertSettings
    private let queue = DispatchQueue(label: "dormouse.alerts")
    private let onTold: @Sendable (Alert) -> Void
    private let onFailure: @Sendable (String) -> Void

    init(
        _ settings: AlertSettings, _ state: StateDirectory,
        onTold: @escaping @Sendable (Alert) -> Void,
        onFailure: @escaping @Sendable (String) -> Void
    ) {
        self.settings = settings
        store = AlertStore(state, settings.rules)
        self.onTold = onTold
        self.onFailure = onFailure
    }

    /// A measure came to another level.
    func take(_ change: PressureGauge.Change, _ status: RunStatus) {
        guard !settings.channels.isEmpty, !settings.rules.silent.contains(change.measure) else {
            return
        }
        queue.async { [self] in
            let name =
                change.measure == .machineMemory
                ? change.measure.rawValue : "\(change.measure.rawValue) \(status.command)"
            let alert = store.observe(
                name, change.to, message: Self.message(change, status), at: status.sampledAt)
            guard let alert else { return }
            onTold(alert)
            for channel in settings.channels {
                if let failure = channel.tell(alert) {
                    onFailure(
                        "the alert \(name) could not be told by \(channel.description): \(failure)")
                }
            }
        }
    }

    /// Waits until everything is told, or for so long that whoever waits for the work notices.
    func finish() {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + 20)
    }

    private static func message(_ change: PressureGauge.Change, _ status: RunStatus) -> String {
        let value =
            switch change.measure.unit {
            case .share: percent(change.value)
            case .bytes: bytesText(Int(change.value))
            case .seconds: durationText(.milliseconds(Int64(change.value * 1000)))
            }
        let unit = change.measure == .growth ? " a minute" : ""
        return "\(change.measure.rawValue) of \(status.command) (process \(status.process)) is "
            + "\(value)\(unit): \(change.to)"
    }
}
