/// Whether bytes keep coming (or going) fast enough: decided over windows of time.
struct Pace {
    private let window: Duration
    private let bytesPerWindow: Int
    private var start: ContinuousClock.Instant?
    private var bytes = 0

    init(bytesPerSecond: Int, window: Duration) {
        self.window = window
        bytesPerWindow = Int(
            Double(bytesPerSecond) * Double(window.components.seconds)
                + Double(bytesPerSecond) * Double(window.components.attoseconds) / 1e18)
    }

    mutating func moved(_ count: Int) { bytes += count }

    /// There is nothing to wait for, or the delay is not the client's.
    mutating func pause() {
        start = nil
        bytes = 0
    }

    /// Called again and again while bytes are due; true once a window brought too few.
    mutating func isTooSlow(at now: ContinuousClock.Instant) -> Bool {
        guard let start else {
            self.start = now
            bytes = 0
            return false
        }
        guard now - start >= window else { return false }
        if bytes < bytesPerWindow { return true }
        self.start = now
        bytes = 0
        return false
    }
}
