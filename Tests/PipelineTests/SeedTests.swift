import DuckDB
import Testing

@testable import Pipeline

@Suite struct SeedTests {
    @Test(arguments: [
        (["1", "2", ""], "INTEGER"), (["1", "3000000000"], "BIGINT"), (["1.0", "2"], "INTEGER"),
        (["1.5", "2", "null"], "DOUBLE"), (["1e3", "2"], "DOUBLE"), (["007"], "INTEGER"),
        (["2024-01-31", ""], "DATE"), (["2024-02-30"], "VARCHAR"),
        (["2024-01-31 10:00:00", "2024-01-31T10:00:00Z"], "TIMESTAMP"),
        (["2024-01-31", "2024-01-31 10:00:00"], "VARCHAR"), (["true", "FALSE", ""], "BOOLEAN"),
        (["yes", "no"], "VARCHAR"), (["", ""], "INTEGER"), (["1", "a"], "VARCHAR"),
        (["0x10"], "VARCHAR"), (["inf"], "VARCHAR"), ([" 12 "], "INTEGER"), (["-"], "VARCHAR"),
        (["99999999999999999999"], "HUGEINT"),
        (["1", "1\(String(repeating: "0", count: 28))"], "DOUBLE"),
    ])
    func theTypeFollowsTheCells(_ cells: [String], _ type: String) {
        #expect(SeedType.infer(cells).rawValue == type)
    }

    @Test func quotesLineBreaksAndNullsAreRead() throws {
        let project = try TestProject([
            "seeds/s.csv": "\u{feff}id,\"na\"\"me\",t\r\n1,\"a,\"\"b\"\"\nc\",x\r\n\r\n2,,null\r\n"
        ])
        #expect(try project.runner().seed().succeeded)
        #expect(
            try project.rows("select id, \"na\"\"me\", t from s order by id")
                == [["1", "a,\"b\"\nc", "x"], ["2", "NULL", "null"]])
    }

    @Test(arguments: [
        ("a,a\n1,2", ["a", "a_2"]), ("a,\n1,2", ["a", "b"]),
        (",a,a,a\n1,2,3,4", ["a", "a_2", "a_3", "a_4"]),
    ])
    func columnsWithoutANameOfTheirOwnGetOneAsInDbt(_ text: String, _ names: [String]) throws {
        let project = try TestProject(["seeds/s.csv": text])
        #expect(try project.runner().seed().succeeded)
        let columns = "select column_name from duckdb_columns() where table_name = 's'"
        #expect(try project.rows("\(columns) order by column_index") == names.map { [$0] })
    }

    @Test func givenTypesAndDelimitersAreTaken() throws {
        let project = try TestProject([
            "seeds/s.csv": "code|n\n007|1\n",
            "seeds/s.yml":
                "seeds: [{name: s, config: {delimiter: '|', column_types: {code: varchar, N: 'decimal(5,2)'}}}]",
        ])
        #expect(try project.runner().seed().succeeded)
        #expect(try project.rows("select code, n from s") == [["007", "1.00"]])
    }

    @Test func aNewFileReplacesTheOldTable() throws {
        let project = try TestProject(["seeds/s.csv": "a\n1\n"])
        try project.runner().seed()
        try project.write(["seeds/s.csv": "a,b\nx,2\ny,3\n"])
        #expect(try project.runner().seed()["s"]?.rows == 2)
        #expect(try project.rows("select * from s order by 1") == [["x", "2"], ["y", "3"]])
    }

    @Test(arguments: [
        ("", 1, "empty"),
        ("a,b\n1,2\n3", 3, "1 fields"), ("a\n\"x", 2, "never closed"),
        ("a\n\"x\"y\n", 2, "closing quote"),
    ])
    func aBadFileIsRefusedWithItsLine(_ text: String, _ line: Int, _ says: String) throws {
        let project = try TestProject(["seeds/s.csv": text])
        let error = try #require(try project.runner().seed()["s"]?.error)
        #expect(error.code == .seed)
        #expect(error.file == "seeds/s.csv")
        #expect(error.line == line)
        #expect(error.message.contains(says), "\(error)")
    }

    @Test func aValueThatDoesNotFitIsNamedByItsLineAndNotShown() throws {
        let project = try TestProject([
            "seeds/s.csv": "a,b\n1,2\nsecret,3\n",
            "seeds/s.yml": "seeds: [{name: s, config: {column_types: {a: integer}}}]",
        ])
        try project.connection.execute("create table s as select 5 as old")
        let error = try #require(try project.runner().seed()["s"]?.error)
        #expect(error.line == 3)
        #expect(error.message == "a value of the column 'a' is no integer")
        #expect(!error.description.contains("secret"))
        #expect(try project.rows("select old from s") == [["5"]])
    }

    @Test func hostileNamesAreQuoted() throws {
        let name = "a\"; drop table keep; --"
        let project = try TestProject([
            "seeds/s.csv": "\"\(name.replacing("\"", with: "\"\""))\",'x\n1,2\n",
            "models/m.sql":
                "{{ config(alias='we\"ird; drop table keep', materialized='table') }} select * from {{ ref('s') }}",
        ])
        try project.connection.execute("create table keep as select 1 as a")
        let report = try project.runner().run()
        #expect(report.succeeded, "\(report.results.map(\.message))")
        #expect(try project.rows("select a from keep") == [["1"]])
        #expect(
            try project.rows("select count(*) from duckdb_columns() where column_name like 'a\"%'")
                == [["2"]])
    }
}
