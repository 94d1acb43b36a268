import Foundation
import JSON
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// `dormouse schema` as a process, on a real server.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct SchemaCommandTests {
    private let home: CommandHome
    private let database: TestDatabase

    init() throws {
        home = try CommandHome()
        database = try TestDatabase()
        let connection = try database.connect()
        try connection.execute(script: Self.schema)
        connection.close()
    }

    private static let schema = """
        CREATE TABLE users (id serial PRIMARY KEY, email varchar(255) NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            CONSTRAINT users_email_unique UNIQUE (email));
        CREATE INDEX users_created_idx ON users (created_at DESC NULLS LAST);
        """

    private func run(_ arguments: String...) throws -> CommandHome.Result {
        let scratch = try TestServer.shared().url()
        return try home.start(
            CommandHome.program, ["schema"] + arguments,
            environment: ["DORMOUSE_SCRATCH_URL": scratch, "COLUMNS": "80"]
        ).wait()
    }

    @Test func aTreeFitsAndASavedInspectionIsASource() throws {
        let tree = try run("inspect", database.url)
        #expect(tree.code == 0)
        #expect(tree.output.contains("users_created_idx"))
        for line in tree.lines { #expect(line.count <= 80, "\(line)") }
        let saved = try home.write("saved.json", try run("inspect", database.url, "--json").output)
        let drift = try run("drift", saved, database.url)
        #expect(drift.code == 0, "\(drift.output)\(drift.errors)")
    }

    @Test func aFileOfSQLAndTheDatabaseAreComparedAndTheGapIsClosed() throws {
        let file = try home.write(
            "meant.sql",
            Self.schema.replacing("varchar(255)", with: "text") + ";CREATE TABLE more ()")
        let drift = try run("drift", file, database.url, "--write", "fixes")
        #expect(drift.code == 1)
        #expect(drift.output.contains("table public.more"))
        #expect(drift.output.contains("B  character varying(255) not null"))
        let fixed = try home.run("migrate", "up", "--dir", "fixes", "--url", database.url)
        #expect(fixed.code == 0, "\(fixed.errors)")
        #expect(try run("drift", file, database.url).code == 0)
        #expect(try home.run("migrate", "down", "--dir", "fixes", "--url", database.url).code == 0)
        #expect(try run("drift", file, database.url, "--json").json()["drift"] == true)
        #expect(
            try run("drift", file, database.url, "--exclude", "more", "--exclude", "users.*")
                .code == 1)
    }

    /// On a server of its own the roles that a schema names are there, and gone afterwards.
    @Test func ownersAndGrantsAreComparedWhereAskedFor() throws {
        let made = "CREATE TABLE t (n int); CREATE ROLE local_dev; GRANT SELECT ON t TO local_dev;"
        let one = try home.write(
            "one.sql",
            made + """
                GRANT INSERT (n) ON t TO app_writer; ALTER TABLE t OWNER TO app_owner;
                CREATE POLICY p ON t FOR SELECT TO authenticated USING (true);
                """)
        let other = try home.write(
            "other.sql",
            made + """
                GRANT SELECT ON t TO reporting WITH GRANT OPTION;
                CREATE POLICY p ON t FOR SELECT TO authenticated USING (true);
                """)
        func drift(_ arguments: String...) throws -> CommandHome.Result {
            try home.start(CommandHome.program, ["schema", "drift", one, other] + arguments).wait()
        }
        let plain = try drift()
        #expect(plain.code == 0, "\(plain.output)\(plain.errors)")
        #expect(plain.errors.contains("not compared: owners and grants (--grants)"))
        let full = try drift("--grants")
        #expect(full.code == 1, "\(full.errors)")
        #expect(full.output.contains("A  (owner app_owner) (grants local_dev: SELECT)"))
        #expect(full.output.contains("B  (grants local_dev: SELECT; reporting: SELECT*)"))
        #expect(full.output.contains("A  integer (grants app_writer: INSERT)"))
        #expect(!full.errors.contains("owners and grants"))
    }

    @Test func whatAColumnThatIsInheritedHasForItselfIsCompared() throws {
        let schema = "CREATE TABLE p (n int, d int DEFAULT 1); CREATE TABLE c (m int) INHERITS (p);"
        let meant = try home.write("meant.sql", schema + "COMMENT ON COLUMN c.n IS 'of c';")
        let found = try home.write("found.sql", schema + "ALTER TABLE c ALTER d SET DEFAULT 2;")
        let drift = try run("drift", meant, found)
        #expect(drift.code == 1)
        #expect(drift.output.contains("A  integer -- of c"))
        #expect(drift.output.contains("B  integer default 2"))
    }

    @Test func threeSourcesAreComparedAndOneMayBeOfDrizzle() throws {
        let snapshot = try home.write("0000_snapshot.json", Self.drizzle)
        let file = try home.write("same.sql", Self.schema)
        let equal = try run("drift", snapshot, file, database.url)
        #expect(equal.code == 0, "\(equal.output)\(equal.errors)")
        let connection = try database.connect()
        try connection.query("ALTER TABLE users ADD COLUMN age int")
        connection.close()
        let drift = try run("drift", snapshot, file, database.url, "--json").json()
        #expect(drift["differences"]?.array?.count == 1)
        #expect(drift["differences"]?[0]?["missing_in"] == ["A", "B"])
        #expect(drift["differences"]?[0]?["name"] == "age")
    }

    @Test func whatIsNoSourceIsToldAndOneIsTooFew() throws {
        #expect(try run("drift", database.url).code == 2)
        let result = try run("drift", "/nowhere", database.url)
        #expect(result.code == 1)
        #expect(result.errors.contains("/nowhere"))
        let json = try home.write("x.json", "{\"a\": 1}")
        #expect(try run("inspect", json).errors.contains("neither"))
    }

    private static let drizzle = """
        {"id": "0", "prevId": "0", "version": "7", "dialect": "postgresql", "tables": {
          "public.users": {"name": "users", "schema": "", "columns": {
            "id": {"name": "id", "type": "serial", "primaryKey": true, "notNull": true},
            "email": {"name": "email", "type": "varchar(255)", "primaryKey": false, "notNull": true},
            "created_at": {"name": "created_at", "type": "timestamp with time zone",
              "primaryKey": false, "notNull": true, "default": "now()"}},
          "indexes": {"users_created_idx": {"name": "users_created_idx", "columns": [
            {"expression": "created_at", "isExpression": false, "asc": false, "nulls": "last"}],
            "isUnique": false, "concurrently": false, "method": "btree", "with": {}}},
          "foreignKeys": {}, "compositePrimaryKeys": {},
          "uniqueConstraints": {"users_email_unique": {"name": "users_email_unique",
            "nullsNotDistinct": false, "columns": ["email"]}},
          "policies": {}, "checkConstraints": {}, "isRLSEnabled": false}},
        "enums": {}, "schemas": {}, "sequences": {}, "roles": {}, "policies": {}, "views": {},
        "_meta": {"columns": {}, "schemas": {}, "tables": {}}}
        """
}
