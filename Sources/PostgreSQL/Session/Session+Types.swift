internal import CPostgreSQL

extension Session {
    /// The columns of a result. Types that the database made itself are looked up the first time.
    func shape(of handle: ResultHandle) throws(PostgreSQLError) -> ResultShape {
        let count = handle.columnCount
        var columns: [PostgresColumn] = []
        columns.reserveCapacity(count)
        let unknown = (0..<count).map { handle.columnOID($0) }.filter {
            PostgresType(oid: $0) == nil && types[$0] == nil
        }
        if !unknown.isEmpty { try lookUp(unknown) }
        for index in 0..<count {
            let oid = handle.columnOID(index)
            let type = PostgresType(oid: oid) ?? types[oid] ?? .other("type \(oid)")
            columns.append(PostgresColumn(name: handle.columnName(index), type: type))
        }
        return ResultShape(columns: columns, types: types)
    }

    private func lookUp(_ oids: [UInt32]) throws(PostgreSQLError) {
        // Where a transaction has failed the server answers nothing; the types stay unknown.
        if PQtransactionStatus(raw) == PQTRANS_INERROR { return }
        let list = oids.map { String($0) }.joined(separator: ", ")
        let text = """
            SELECT t.oid, t.typname::text, t.typtype::text,
                   e.oid, e.typname::text, e.typtype::text
            FROM pg_catalog.pg_type t
            LEFT JOIN pg_catalog.pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem
            WHERE t.oid IN (\(list))
            """
        let sent = PQsendQueryParams(raw, text, 0, nil, nil, nil, nil, 1)
        guard sent == 1 else { throw sendFailure() }
        let handle = try finish()
        let names: [PostgresType] = [.oid, .text, .text, .oid, .text, .text]
        let shape = ResultShape(
            columns: names.map { PostgresColumn(name: "", type: $0) }, types: [:])
        for row in PostgresResult(handle: handle, shape: shape).rows {
            let oid = UInt32(try row.decode(0, as: Int.self))
            if let element = try row.decode(3, as: Int?.self) {
                let own = Self.type(named: try row.decode(4), kind: try row.decode(5))
                let type = PostgresType(oid: UInt32(element)) ?? own
                types[UInt32(element)] = type
                types[oid] = .array(type)
            } else {
                types[oid] = Self.type(named: try row.decode(1), kind: try row.decode(2))
            }
        }
    }

    private static func type(named name: String, kind: String) -> PostgresType {
        switch (name, kind) {
        case ("vector", "b"): .vector
        case ("halfvec", "b"): .halfvec
        case ("citext", "b"): .text
        case (_, "e"): .enumeration(name)
        default: .other(name)
        }
    }
}
