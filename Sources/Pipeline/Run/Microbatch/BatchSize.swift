/// How much time a batch of a microbatch model holds: `batch_size`.
enum BatchSize: String, CaseIterable, Sendable {
    case hour, day, month, year

    /// The beginning of the batch that a time lies in.
    func beginning(of time: CivilTime) -> CivilTime {
        let (year, month, day) = time.date
        let beginning: CivilTime? =
            switch self {
            case .hour: CivilTime(year: year, month: month, day: day, hour: time.hour)
            case .day: CivilTime(year: year, month: month, day: day)
            case .month: CivilTime(year: year, month: month, day: 1)
            case .year: CivilTime(year: year, month: 1, day: 1)
            }
        return beginning ?? time
    }

    /// The beginning of the batch so many batches after the one that a time lies in; the last
    /// time there is where it would be later than that.
    func beginning(of time: CivilTime, movedBy count: Int) -> CivilTime {
        let start = beginning(of: time)
        let (year, month, _) = start.date
        let moved: CivilTime?
        switch self {
        case .hour: moved = start.adding(microseconds: count * 3600 * CivilTime.perSecond)
        case .day: moved = start.adding(microseconds: count * CivilTime.perDay)
        case .month:
            let months = year * 12 + month - 1 + count
            let back = CivilTime.floorDivide(months, 12)
            moved = CivilTime(year: back, month: months - back * 12 + 1, day: 1)
        case .year: moved = CivilTime(year: year + count, month: 1, day: 1)
        }
        return moved ?? start
    }

    /// The time itself where a batch begins with it, else the beginning of the next.
    func end(after time: CivilTime) -> CivilTime {
        let start = beginning(of: time)
        return start == time ? time : beginning(of: time, movedBy: 1)
    }

    /// `2026-03-01T05`, `2026-03-01`, `2026-03`, `2026`: what a batch is called.
    func name(of start: CivilTime) -> String {
        let pattern =
            switch self {
            case .hour: "%Y-%m-%dT%H"
            case .day: "%Y-%m-%d"
            case .month: "%Y-%m"
            case .year: "%Y"
            }
        return DateTimeObject(start).format(pattern)
    }
}
