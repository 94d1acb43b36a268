internal import CPostgreSQL

/// Owns a result of libpq.
final class ResultHandle: @unchecked Sendable {
    // Sendable: a result is not changed once libpq has handed it out.
    let raw: OpaquePointer

    init(_ raw: OpaquePointer) { self.raw = raw }
    deinit { PQclear(raw) }

    var status: ExecStatusType { PQresultStatus(raw) }
    var rowCount: Int { Int(PQntuples(raw)) }
    var columnCount: Int { Int(PQnfields(raw)) }

    func columnName(_ index: Int) -> String { String(cString: PQfname(raw, Int32(index))) }
    func columnOID(_ index: Int) -> UInt32 { PQftype(raw, Int32(index)) }

    /// `INSERT 0 3`.
    var commandTag: String { String(cString: PQcmdStatus(raw)) }
    /// Rows that were written or read, 0 for commands that have none.
    var affectedRows: Int { Int(String(cString: PQcmdTuples(raw))) ?? 0 }

    /// The bytes of a value, nil for NULL; valid while the handle lives.
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        if PQgetisnull(raw, Int32(row), Int32(column)) == 1 { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(raw, Int32(row), Int32(column)),
            count: Int(PQgetlength(raw, Int32(row), Int32(column))))
    }
}
