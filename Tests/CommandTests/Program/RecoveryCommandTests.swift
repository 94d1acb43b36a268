import Foundation
import JSON
import Testing

/// Processes of their own, and going back.
@Suite struct RecoveryCommandTests {
    @Test func aStatementInAProcessOfItsOwnAnswersAndItsCrashIsAnError() throws {
        let home = try CommandHome()
        let asked = try home.run("sql", "--isolate", "--format", "csv", "SELECT 41 + 1 AS answer")
        #expect(asked.code == 0 && asked.output == "answer\n42\n", "\(asked.errors)")
        let wrong = try home.run("sql", "--isolate", "SELECT nothing FROM nowhere")
        #expect(wrong.code == 1 && wrong.errors.contains("nowhere"))
        let killed = try home.bash(
            """
            "$dormouse" sql --isolate "SELECT count(*) FROM range(3000000) a, range(3000000) b
                WHERE hash(a.range + b.range) = 3" & parent=$!
            for i in $(seq 600); do child=$(pgrep -P $parent) && break; sleep 0.1; done
            kill -9 $child; wait $parent; echo "code $?"
            """)
        #expect(killed.output == "code 1\n")
        #expect(killed.errors.contains("signal 9"), "\(killed.errors)")
    }

    @Test func aProcessThatTakesTooMuchOrHangsIsEnded() throws {
        let home = try CommandHome()
        let hung = try home.bash(
            """
            "$dormouse" sql --isolate --hang 2 "SELECT count(*) FROM range(3000000) a,
                range(3000000) b WHERE hash(a.range + b.range) = 3" & parent=$!
            for i in $(seq 600); do child=$(pgrep -P $parent) && break; sleep 0.1; done
            sleep 1; kill -STOP $child; wait $parent; echo "code $?"
            """)
        #expect(hung.output == "code 1\n")
        #expect(hung.errors.contains("no progress for 2.0 s"), "\(hung.errors)")
    }

    /// Whatever ends this process, none computes on for nobody; and Ctrl-C reaches the statement.
    @Test(arguments: ["TERM", "KILL", "INT"]) func theChildEndsWithItsParent(_ signal: String)
        throws
    {
        let home = try CommandHome()
        let ended = try home.bash(
            """
            set -m
            "$dormouse" sql --isolate "SELECT count(*) FROM range(3000000) a, range(3000000) b
                WHERE hash(a.range + b.range) = 3" & parent=$!
            for i in $(seq 600); do child=$(pgrep -P $parent) && break; sleep 0.1; done
            sleep 1; kill -\(signal) $parent
            for i in $(seq 600); do kill -0 $child 2>/dev/null || break; sleep 0.1; done
            kill -0 $child 2>/dev/null && echo "computes on" || echo "gone"
            kill -9 $child $parent 2>/dev/null; wait
            """)
        #expect(ended.output == "gone\n", "\(ended.errors)")
    }

    @Test func aFullRefreshLeavesAPointToGoBackTo() throws {
        let pipeline = try PipelineHome()
        let home = pipeline.home
        #expect(try pipeline.run("seed").code == 0)
        #expect(try pipeline.run("run").code == 0)
        func total() throws -> String {
            try pipeline.run(
                "show", "--inline", "select sum(total)::int as t from customers", "--output", "json"
            ).output.matches(of: /"t": ?(\d+)/).first.map { String($0.1) } ?? "none"
        }
        #expect(try total() == "35")
        try pipeline.write(["models/customers.sql": "select 'x' as customer, 1 as total"])
        #expect(try pipeline.run("run", "--full-refresh").code == 0)
        #expect(try total() == "1")
        let points = try #require(
            try home.run("rollback", "list", "--json").json()["points"]?.array)
        let point = try #require(points.first)
        #expect(points.count == 1 && point["command"]?.string == "pipeline run")
        let applied = try home.run("rollback", "apply", point["id"]?.string ?? "")
        #expect(applied.code == 0, "\(applied.errors)")
        #expect(try total() == "35")
        // Going back can be undone as well.
        let newest = try home.run("rollback", "list", "--json").json()["points"]?[0]
        #expect(try home.run("rollback", "apply", newest?["id"]?.string ?? "").code == 0)
        #expect(try total() == "1")
        #expect(try home.run("rollback", "apply", "nothing").code == 1)
    }

    /// A question for which there is no memory is answered where there is more of it; where there is
    /// none the error says what helps, and that does.
    @Test func aQuestionThatFindsNoMemoryIsAnsweredInAProcessOfItsOwn() throws {
        let home = try CommandHome()
        let question = """
            SELECT sum(len(l))::BIGINT AS n FROM (SELECT range % 50 AS k,
                list(range || repeat('x', 300)) AS l FROM range(1000000) GROUP BY 1)
            """
        let small = ["DORMOUSE_MEMORY_LIMIT": "128MiB"]
        for arguments in [[question], ["--file", "ask.sql"]] {
            _ = try home.write("ask.sql", question)
            let answered = try home.start(
                CommandHome.program, ["sql", "--format", "csv"] + arguments,
                environment: small.merging(["DORMOUSE_PROCESS_MEMORY_LIMIT": "3GB"]) { $1 }
            ).wait()
            #expect(answered.output == "n\n1000000\n", "\(answered.errors)")
            #expect(answered.errors.contains("in a process of its own with one thread"))
        }
        let piped = try home.bash(
            """
            export DORMOUSE_MEMORY_LIMIT=128MiB DORMOUSE_PROCESS_MEMORY_LIMIT=3GB
            "$dormouse" sql --format csv < ask.sql
            """)
        #expect(piped.output == "n\n1000000\n", "\(piped.errors)")
        let refused = try home.run("sql", question, environment: small)
        #expect(refused.code == 1 && refused.output.isEmpty)
        #expect(refused.errors.contains("DORMOUSE_MEMORY_LIMIT=4GB"), "\(refused.errors)")
        let advised = try home.run(
            "sql", "--format", "csv", question, environment: ["DORMOUSE_MEMORY_LIMIT": "4GB"])
        #expect(advised.output == "n\n1000000\n", "\(advised.errors)")
        // What writes is not done twice.
        let writing = try home.run("sql", "--write", question, environment: small)
        #expect(writing.code == 1 && !writing.errors.contains("process of its own with"))
    }

    /// Six points are one more than are kept: the one that is put back is not the one that goes.
    @Test func theOldestPointCanBePutBack() throws {
        let pipeline = try PipelineHome()
        for amount in 1...6 {
            try pipeline.write(["models/customers.sql": "select \(amount) as total"])
            #expect(try pipeline.run("run", "--full-refresh", "-s", "customers").code == 0)
        }
        let home = pipeline.home
        let points = try #require(
            try home.run("rollback", "list", "--json").json()["points"]?.array)
        #expect(points.count == 5)
        let applied = try home.run("rollback", "apply", points.last?["id"]?.string ?? "")
        #expect(applied.code == 0, "\(applied.errors)")
        let total = try pipeline.run(
            "show", "--inline", "select total from customers", "--output", "json")
        #expect(total.output.contains(/"total": ?1\b/), "\(total.output)")
    }

    /// What a file was before it is put back is kept, however large it has become.
    @Test func aFileOverTheLimitGetsNoPointUnlessOneIsPutBack() throws {
        let pipeline = try PipelineHome()
        let home = pipeline.home
        func limit(_ text: String) throws {
            _ = try home.write("dormouse.yml", "governor: {rollback_limit: \(text)}\n")
        }
        func points() throws -> Int {
            try home.run("rollback", "list", "--json").json()["points"]?.array?.count ?? -1
        }
        #expect(try pipeline.run("build").code == 0)
        try limit("1KiB")
        let refused = try pipeline.run("run", "--full-refresh")
        #expect(refused.code == 0 && refused.errors.contains("rollback_limit"), "\(refused.errors)")
        #expect(try points() == 0)
        try limit("3GB")
        #expect(try pipeline.run("run", "--full-refresh").code == 0)
        #expect(try points() == 1)
        try limit("1KiB")
        let id = try home.run("rollback", "list", "--json").json()["points"]?[0]?["id"]?.string
        #expect(try home.run("rollback", "apply", id ?? "").code == 0)
        #expect(try points() == 2)
    }
}
