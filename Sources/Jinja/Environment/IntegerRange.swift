/// What `range()` makes. Its elements are made only when they are asked for.
final class IntegerRange: JinjaObject {
    private let start: Int
    private let stop: Int
    private let step: Int
    private let limit: Int

    init(start: Int, stop: Int, step: Int, limit: Int) throws(JinjaError) {
        guard step != 0 else { throw JinjaError(.value, "range() arg 3 must not be zero") }
        self.start = start
        self.stop = stop
        self.step = step
        self.limit = limit
    }

    private func checkedCount() throws(JinjaError) -> Int {
        let distance = stop.subtractingReportingOverflow(start)
        guard !distance.overflow, step != .min, distance.partialValue != .min else {
            throw JinjaError(.limit, "the range is too long")
        }
        let span = step > 0 ? distance.partialValue : -distance.partialValue
        return span <= 0 ? 0 : (span - 1) / abs(step) + 1
    }

    var typeName: String { "range" }
    func count() throws(JinjaError) -> Int? { try checkedCount() }

    func elements() throws(JinjaError) -> [Value]? {
        let count = try checkedCount()
        guard count <= limit else {
            throw JinjaError(.limit, "the range has more than \(limit) elements")
        }
        return (0..<count).map { .int(start + $0 * step) }
    }

    func item(_ key: Value) throws(JinjaError) -> Value? {
        guard let index = key.integral else { return nil }
        let count = try checkedCount()
        let place = index < 0 ? index + count : index
        return (0..<count).contains(place) ? .int(start + place * step) : nil
    }

    func contains(_ value: Value) throws(JinjaError) -> Bool? {
        guard let number = value.number, let int = Int(exactly: number) else { return false }
        let count = try checkedCount()
        let offset = int.subtractingReportingOverflow(start)
        return !offset.overflow && offset.partialValue % step == 0
            && (0..<count).contains(offset.partialValue / step)
    }

    func text() -> String {
        step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))"
    }
}
