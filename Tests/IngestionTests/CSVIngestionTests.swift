import DuckDB
import Foundation
import Ingestion
import Testing

/// CSV files into tables.
@Suite struct CSVIngestionTests {
    private let folder: IngestionFolder

    init() throws { folder = try IngestionFolder() }

    @Test func cellsGetTheNarrowestTypeAndQuotesAreRespected() throws {
        try folder.write(
            "a.csv",
            "\u{FEFF}id,name,price,since,at,zip,empty,ok\r\n"
                + "1,\"Lisbon, \"\"PT\"\"\",1.5,2026-01-02,2026-01-02 03:04:05,0123,,true\r\n"
                + "2,\"two\nlines\",2,2026-01-03,2026-01-02T03:04:05,0456,,false\r\n\r\n"
                + "3,\"\",,,,,,")
        let report = try folder.ingest("a.csv")
        #expect(report.rows == 3 && report.rejected == 0)
        #expect(
            try folder.rows("SELECT column_type FROM (DESCRIBE t)").map { $0[0] } == [
                "BIGINT", "VARCHAR", "DOUBLE", "DATE", "TIMESTAMP", "VARCHAR", "VARCHAR", "BOOLEAN",
            ])
        #expect(
            try folder.rows("SELECT name FROM t ORDER BY id").map { $0[0] }
                == ["Lisbon, \"PT\"", "two\nlines", ""])
        #expect(try folder.value("SELECT count(*) FROM t WHERE price IS NULL AND ok IS NULL") == 1)
    }

    /// An inch, a nickname: it opens nothing.
    @Test func aQuoteInTheMiddleOfACellIsACharacter() throws {
        try folder.write(
            "a.csv", "id,d\n1,5\" pipe\n2,5\"\" pipe\n3,\"a, \"\"b\"\"\"\n4,Bob \"B\" Ray\n")
        let report = try folder.ingest("a.csv")
        #expect(report.rows == 4 && report.rejected == 0)
        #expect(
            try folder.rows("SELECT d FROM t ORDER BY id").map { $0[0] }
                == ["5\" pipe", "5\"\" pipe", "a, \"b\"", "Bob \"B\" Ray"])
    }

    @Test(arguments: [";", "\t", "|"]) func theSeparatorIsFound(_ separator: String) throws {
        try folder.write("a.csv", "a\(separator)b\n1\(separator)x,y\n")
        try folder.ingest("a.csv")
        #expect(try folder.rows("SELECT b FROM t") == [["x,y"]])
    }

    @Test func rowsThatCannotBeTakenAreKeptWithLineAndReason() throws {
        try folder.connection.execute(
            "CREATE TABLE t (id INTEGER NOT NULL, amount INTEGER, d DATE)")
        try folder.write(
            "a.csv",
            "id,amount,d\n1,10,2026-01-01\n2,1.5,\n3,x,2026-13-01\n,5,\n4,5\n5,6,7,8\n6,7,\n")
        let report = try folder.ingest("a.csv")
        #expect(report.rows == 2 && report.rejected == 5)
        let rejected = try folder.rows("SELECT line, reason FROM t__rejected ORDER BY line")
        #expect(rejected.map { $0[0] } == ["3", "4", "5", "6", "7"])
        #expect(rejected[0][1] == "amount: '1.5' is no INTEGER")
        #expect(rejected[1][1] == "amount: 'x' is no INTEGER; d: '2026-13-01' is no DATE")
        #expect(rejected[2][1] == "id is NULL")
        #expect(rejected[3][1] == "has 2 cells where the header has 3")
    }

    @Test func aKeyWithoutANameIsRejectedAndANulInAHeaderIsNamed() throws {
        try folder.write("a.jsonl", "{\"\": 1}\n{\"a\": 2}\n")
        let report = try folder.ingest("a.jsonl")
        #expect(report.rows == 1 && report.rejected == 1)
        try folder.write("b.csv", "i\0d\n1\n")
        #expect(throws: IngestError.self) { try folder.ingest("b.csv", into: "other") }
    }

    @Test func bytesThatAreNoTextAndQuotesThatDoNotEndAreRejected() throws {
        let path = folder.url.appending(path: "a.csv")
        try Data("a,b\n1,ok\n2,".utf8 + [0xFF, 0xFE] + "\n3,\"x\" y\n4,\"open\n5,z\n".utf8)
            .write(to: path)
        let report = try folder.ingest("a.csv")
        #expect(report.rows == 1)
        #expect(
            try folder.rows("SELECT reason FROM t__rejected ORDER BY line").map { $0[0] }
                == ["is not UTF-8", "there is text after a closing quote", "a quote does not end"])
    }

    @Test(arguments: [1, 2, 3]) func afterAStopItGoesOnExactlyThere(_ batches: Int) throws {
        let lines = (1...100).map { "\($0),\"v\n\($0)\"\n" }.joined()
        try folder.write("a.csv", "id;x,v\n".replacing("id;x", with: "id") + lines)
        #expect(throws: IngestionFolder.Stopped.self) {
            try folder.ingest("a.csv", batchRows: 7, stopAfter: batches)
        }
        #expect(try folder.value("SELECT count(*) FROM t") == 7 * batches)
        let report = try folder.ingest("a.csv", batchRows: 11)
        #expect(report.rows == 100 - 7 * batches)
        #expect(
            try folder.value("SELECT count(DISTINCT id) + count(*) + sum(id)::BIGINT FROM t")
                == 100 + 100 + 5050)
    }

    @Test func aSecondRunTakesOnlyWhatIsNew() throws {
        try folder.write("a.csv", "id,v\n1,a\n2,b\n")
        #expect(try folder.ingest("a.csv").rows == 2)
        #expect(try folder.ingest("a.csv").rows == 0)
        try folder.append("a.csv", "3,c\n")
        #expect(try folder.ingest("a.csv").rows == 1)
        #expect(try folder.value("SELECT count(*) FROM t") == 3)
    }

    @Test func aFileThatIsNoLongerTheOneThatWasReadIsRefusedUntilItReplaces() throws {
        try folder.write("a.csv", "id,v\n1,a\n2,b\n")
        try folder.ingest("a.csv")
        for other in ["id,v\n1,x\n2,b\n3,c\n", "id,v\n"] {
            try folder.write("a.csv", other)
            let error = #expect(throws: IngestError.self) { try folder.ingest("a.csv") }
            #expect(error?.code == .changed)
        }
        #expect(try folder.value("SELECT count(*) FROM t") == 2)
        var options = Ingestion.Options()
        options.replaces = true
        try folder.write("a.csv", "id,v\n7,x\n")
        try folder.ingest("a.csv", options: options)
        #expect(try folder.rows("SELECT id, v FROM t") == [["7", "x"]])
    }

    @Test func aLastLineThatWasNotWholeIsNoticedWhenItGoesOn() throws {
        try folder.write("a.csv", "id,v\n1,ab")
        try folder.ingest("a.csv")
        try folder.append("a.csv", "c\n2,d\n")
        let error = #expect(throws: IngestError.self) { try folder.ingest("a.csv") }
        #expect(error?.code == .changed)
        try folder.write("b.csv", "id,v\n1,ab")
        try folder.ingest("b.csv", into: "u")
        try folder.append("b.csv", "\n2,d\n")
        #expect(try folder.ingest("b.csv", into: "u").rows == 1)
    }

    @Test func aColumnThatComesLaterIsAdded() throws {
        try folder.write("a.csv", "id\n1\n")
        try folder.write("b.csv", "ID,note\n2,new\n")
        try folder.ingest("a.csv")
        #expect(try folder.ingest("b.csv").addedColumns == ["t.note VARCHAR"])
        #expect(
            try folder.rows("SELECT id, note FROM t ORDER BY id") == [
                ["1", "NULL"], ["2", "new"],
            ])
    }

    @Test func tooManyRejectedRowsEndItAndWhatWasReadIsKept() throws {
        try folder.connection.execute("CREATE TABLE t (id INTEGER)")
        try folder.write("a.csv", "id\n1\nx\ny\n2\n")
        var options = Ingestion.Options()
        options.maximumRejected = 1
        let error = #expect(throws: IngestError.self) {
            try folder.ingest("a.csv", options: options)
        }
        #expect(error?.code == .rejected)
        #expect(try folder.value("SELECT count(*) FROM t") == 2)
    }

    @Test(arguments: ["", "a,A\n1,2\n"]) func aFileWithoutRowsOrWithTwoEqualNames(_ text: String)
        throws
    {
        try folder.write("a.csv", text)
        if text.isEmpty {
            #expect(try folder.ingest("a.csv").rows == 0)
        } else {
            #expect(throws: IngestError.self) { try folder.ingest("a.csv") }
        }
    }
}
