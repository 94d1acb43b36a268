/// A value of a row that was read, as text.
public struct CellText: Sendable, Equatable {
    /// How the source wrote it, which tells what types it may have.
    public enum Form: Sendable, Equatable {
        /// Anything: a cell of a CSV file.
        case any
        /// A text between quotes: no number, whatever it looks like.
        case text
        /// An array or object of JSON.
        case json
    }

    public var text: String
    public var form: Form

    public init(_ text: String, _ form: Form = .any) {
        self.text = text
        self.form = form
    }
}

/// Rows that were read together, those that cannot be taken, and where the source goes on.
public struct RowBatch: Sendable {
    /// Rows of one table.
    public struct Rows: Sendable {
        public var columns: [String] = []
        /// A row has as many cells as there were columns when it was read, or fewer.
        public var rows: [[CellText?]] = []
        /// The line that each row begins at, from 1.
        public var lines: [Int] = []

        public init() {}
    }

    /// A row that cannot be taken.
    public struct Rejected: Sendable, Equatable {
        public var line: Int
        public var reason: String
        public var content: String

        public init(line: Int, reason: String, content: String) {
            self.line = line
            self.reason = reason
            self.content = content
        }
    }

    /// By the name of the stream; a file has the stream "".
    public var streams: [String: Rows] = [:]
    /// The names of streams in the order in which they came first.
    public var order: [String] = []
    public var rejected: [Rejected] = []
    /// Where the source goes on after these rows.
    public var position = SourcePosition()
    /// A state of the source that holds once these rows are kept; nil where it gives none.
    public var state: String?
    /// What the source said to a person.
    public var notes: [String] = []

    public init() {}

    /// Rows that were read, rejected ones too.
    public var count: Int { streams.values.reduce(rejected.count) { $0 + $1.rows.count } }
}

/// How far a source was read.
public struct SourcePosition: Sendable, Equatable {
    /// Bytes of a file.
    public var offset: Int = 0
    /// Lines before the offset.
    public var lines: Int = 0

    /// The largest value of the column that rows are told apart by, of a query.
    public var cursor: String?

    public init(offset: Int = 0, lines: Int = 0, cursor: String? = nil) {
        self.cursor = cursor
        self.offset = offset
        self.lines = lines
    }
}

/// What gives rows in batches, so that no more than one batch is in memory.
public protocol RowSource: AnyObject {
    /// The next rows; nil at the end.
    func next() throws(IngestError) -> RowBatch?
}
