import DuckDB

extension Moment {
    var timestamp: Timestamp { Timestamp(microseconds: microseconds) }

    init(_ timestamp: Timestamp) { self.init(microseconds: timestamp.microseconds) }
}
