import DuckDB
import Foundation
import Testing

@testable import Pipeline

@Suite struct PythonModelTests {
    /// The Python of the peer that other tests compare with: it has DuckDB.
    static let python: String? = {
        // As it is written: where the link leads to, nothing is installed.
        let root = #filePath.components(separatedBy: "/Tests/").dropLast().joined(separator: "/")
        let path = root + "/.prefix/dbt/bin/python"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    private static let files = [
        "seeds/hives.csv": "id,place\n1,meadow\n2,forest\n",
        "models/typed.sql": """
        {{ config(materialized='table') }}
        select 170141183460469231731687303715884105727::hugeint as huge, [1, 2] as list,
            1.10::decimal(20, 2) as money, {'a': 'x'} as struct, interval 3 days as span
        """,
        "models/totals.py": """
        # dbt.ref("nowhere") is only said
        def model(dbt, session):
            dbt.config(tags=["one", 'two'],  # and more
                       share=3)
            rows = dbt.ref("hives").fetchall()
            print("rows:", len(rows))
            return session.query(f"select {len(rows)} * {dbt.config.get('share')} as n, "
                f"'{dbt.this.identifier}' as name, {dbt.is_incremental} as added")
        """,
        "models/same.py": "def model(dbt, con):\n    return dbt.ref('typed')\n",
        "models/after.sql": "select n + 1 as n from {{ ref('totals') }}",
    ]

    private func runner(_ project: TestProject, python: String) throws -> Runner {
        try project.runner(environment: ["DORMOUSE_PYTHON": python, "PATH": "/usr/bin:/bin"])
    }

    @Test(.enabled(if: python != nil)) func aModelInPythonIsATable() throws {
        let project = try TestProject(Self.files)
        let report = try runner(project, python: Self.python ?? "").run()
        #expect(report.results.compactMap(\.error?.description) == [])
        #expect(try project.rows("select * from totals") == [["6", "totals", "false"]])
        #expect(try project.rows("select n from after") == [["7"]])
        #expect(project.messages == ["rows: 2"])
        // Every type comes through as it is.
        let columns = "select column_name, column_type from (describe"
        #expect(try project.rows("\(columns) same)") == project.rows("\(columns) typed)"))
        #expect(try project.rows("select * from same") == project.rows("select * from typed"))
        #expect(try project.load().node(named: "totals")?.tags == ["one", "two"])
    }

    /// In the process of the model holds what holds here, but for the memory limit where the run
    /// names one; Python that finds no memory is run once more with less.
    @Test(.enabled(if: python != nil)) func theLimitsHoldInPythonAndItIsRunAgainWithLess() throws {
        let project = try TestProject([
            "models/limits.py": """
            def model(dbt, session):
                def now(name):
                    return session.execute(f"select current_setting('{name}')").fetchone()[0]
                if now("threads") > 1:
                    raise RuntimeError("Out of Memory Error: failed to allocate")
                return session.query(f"select '{now('memory_limit')}' as memory, "
                    f"{now('threads')} as threads, {now('preserve_insertion_order')} as ordered, "
                    f"'{now('max_temp_directory_size')}' as spill")
            """
        ])
        try project.connection.execute(
            "set threads = 2; set memory_limit = '300MiB'; set max_temp_directory_size = '2GiB'")
        var options = RunOptions()
        let environment = ["DORMOUSE_PYTHON": Self.python ?? "", "PATH": "/usr/bin:/bin"]
        let failed = try project.runner(environment: environment, options: options).run()
        #expect(failed.results.first?.error?.isOutOfMemory == true)
        options.relief = { _, _, _ in {} }
        for (limit, shown) in [(nil, "300.0 MiB"), (ByteCount.mebibytes(200), "200.0 MiB")] {
            options.pythonMemoryLimit = limit
            let report = try project.runner(environment: environment, options: options).run()
            #expect(report.results.compactMap(\.error?.description) == [])
            #expect(
                try project.rows("select * from limits") == [[shown, "1", "false", "2.0 GiB"]])
        }
    }

    @Test(.enabled(if: python != nil)) func pythonThatTakesTooLongOrTooMuchIsEnded() throws {
        let project = try TestProject([
            "models/slow.py": """
            import time
            def model(dbt, session):
                time.sleep(600)
            """
        ])
        let environment = ["DORMOUSE_PYTHON": Self.python ?? "", "PATH": "/usr/bin:/bin"]
        var options = RunOptions()
        options.timeLimit = .milliseconds(300)
        let late = try project.runner(environment: environment, options: options).run()
        #expect(late.results.first?.error?.code == .timedOut)
        options.timeLimit = nil
        options.objection = { $0 > 0 ? "its process used too much" : nil }
        let large = try project.runner(environment: environment, options: options).run()
        #expect(large.results.first?.error?.message == "its process used too much")
    }

    @Test(.enabled(if: python != nil)) func anIncrementalModelInPythonReadsItsOwnTable() throws {
        let project = try TestProject([
            "models/grown.py": """
            def model(dbt, session):
                dbt.config(materialized="incremental", incremental_strategy="append")
                if dbt.is_incremental:
                    return session.query(f"select max(n) + 1 as n from {dbt.this}")
                return session.query("select 1 as n")
            """
        ])
        for _ in 0..<3 {
            #expect(try runner(project, python: Self.python ?? "").run().succeeded)
        }
        #expect(try project.rows("select n from grown order by n") == [["1"], ["2"], ["3"]])
    }

    @Test(.enabled(if: python != nil)) func anErrorInPythonNamesItsLine() throws {
        let project = try TestProject([
            "models/bad.py": "def model(dbt, session):\n    x = 1\n    return x / 0\n"
        ])
        let error = try runner(project, python: Self.python ?? "").run().results.first?.error
        #expect(error?.message.contains("ZeroDivisionError") == true)
        #expect(error?.file == "models/bad.py")
        #expect(error?.line == 3)
    }

    @Test(
        .enabled(if: python != nil),
        arguments: [
            ("import os\ndef model(dbt, con):\n    os._exit(0)\n", "before the model returned"),
            ("import os\ndef model(dbt, con):\n    os.kill(os.getpid(), 9)\n", "by signal 9"),
            ("def model(dbt, con):\n    return None\n", "returned NoneType, not a table"),
            ("def model(dbt, con):\n    return [1]\n", "returned list, not a table"),
        ])
    func aModelWithoutATableSaysHowItEnded(_ code: String, _ message: String) throws {
        let project = try TestProject(["models/bad.py": code])
        let error = try runner(project, python: Self.python ?? "").run().results.first?.error
        #expect(error?.message.contains(message) == true)
        #expect(error?.file == "models/bad.py")
    }

    /// What DuckDB's `arrow()` gives is read from its connection as it is used, and an answer to
    /// another question ends it. pyarrow need not be there: whatever has `read_all` is read first.
    @Test(.enabled(if: python != nil)) func aReaderIsReadBeforeItsConnectionIsAskedMore() throws {
        let project = try TestProject([
            "models/read.py": """
            class Reader:
                def __init__(self, rows):
                    self.rows = rows
                def read_all(self):
                    return self.rows
            def model(dbt, con):
                return Reader(con.query("select 7 as n"))
            """
        ])
        #expect(try runner(project, python: Self.python ?? "").run().succeeded)
        #expect(try project.rows("select n from read") == [["7"]])
    }

    @Test func whatIsMissingIsNamedWithTheWayToIt() throws {
        let project = try TestProject(Self.files)
        let error = try runner(project, python: "/nowhere/python").run()["totals"]?.error
        #expect(error?.code == .unsupported)
        #expect(error?.hint?.contains("DORMOUSE_PYTHON") == true)
    }

    @Test(arguments: [
        ("def model(dbt, session):\n    name = 'x'\n    return dbt.ref(name)\n", "written out"),
        ("def other(dbt, session):\n    return None\n", "one function `model`"),
        ("def model(dbt, session):\n    return '{{ this }}'\n", "no template"),
        ("def model(dbt, session):\n    return dbt.ref('x'\n", "does not end"),
    ])
    func whatCannotBeKnownBeforehandIsRefused(_ code: String, _ message: String) throws {
        let error = try TestProject(["models/bad.py": code]).loadError()
        #expect(error?.message.contains(message) == true)
        #expect(error?.file == "models/bad.py")
    }

    @Test func callsAreToldFromTextsAndComments() throws {
        let code = #"""
            def model(data, session):
                """data.ref("a")"""
                # data.ref("b")
                x = 'data.ref("c")' + "it's" + "x"
                other.data.ref("d")
                data . config ( materialized = 'table', numbers=[1, -2.5, None, True], text=r'a\b' )
                return data.ref("p", 'e', v=2), data.source('s', # the group
                    'f')
            """#
        let calls = try PythonCall.all(in: code)
        #expect(calls.map(\.kind) == [.config, .ref, .source])
        #expect(calls[1].arguments == #""p", 'e', v=2"#)
        #expect(calls[2].arguments.contains("'f'"))
        #expect(calls[0].arguments.contains(#"text='a\\b'"#))
    }
}
