/// Takes the rows of a COPY. Rows are collected to blocks; a block waits until the server has
/// taken the one before.
///
/// Text of an enum, json or uuid column is a string; a value that does not fit its column throws,
/// and then nothing of the COPY is kept.
public struct CopyWriter: ~Copyable {
    private let encoder: CopyEncoder
    private var buffer = ByteWriter()
    private let send: ([UInt8]) async throws(PostgreSQLError) -> Void
    public var columns: [PostgresColumn] { encoder.columns }

    init(
        _ encoder: CopyEncoder, _ send: @escaping ([UInt8]) async throws(PostgreSQLError) -> Void
    ) {
        self.encoder = encoder
        self.send = send
        buffer.write(bytes: encoder.head)
    }

    /// Adds a row: a value a column.
    public mutating func write(_ row: [PostgresValue]) async throws(PostgreSQLError) {
        try encoder.write(row, to: &buffer)
        if buffer.bytes.count >= Session.copyBlock { try await flush() }
    }

    mutating func finish() async throws(PostgreSQLError) {
        buffer.write(bytes: encoder.tail)
        try await flush()
    }

    private mutating func flush() async throws(PostgreSQLError) {
        if buffer.bytes.isEmpty { return }
        try await send(buffer.bytes)
        buffer.removeAll()
    }
}

/// The same for callers that block.
public struct BlockingCopyWriter: ~Copyable {
    private let encoder: CopyEncoder
    private var buffer = ByteWriter()
    private let session: Session
    public var columns: [PostgresColumn] { encoder.columns }

    init(_ encoder: CopyEncoder, _ session: Session) {
        self.encoder = encoder
        self.session = session
        buffer.write(bytes: encoder.head)
    }

    /// Adds a row: a value a column.
    public mutating func write(_ row: [PostgresValue]) throws(PostgreSQLError) {
        try encoder.write(row, to: &buffer)
        if buffer.bytes.count >= Session.copyBlock { try flush() }
    }

    mutating func finish() throws(PostgreSQLError) {
        buffer.write(bytes: encoder.tail)
        try flush()
    }

    private mutating func flush() throws(PostgreSQLError) {
        if buffer.bytes.isEmpty { return }
        try session.put(buffer.bytes)
        buffer.removeAll()
    }
}
