import Testing

/// Schemas between which the way was wrong once, each with what it is about.
enum PairsOfSchemas {
    struct Pair: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var one: String
        var other: String
    }

    static let all: [Pair] = [
        Pair(
            testDescription: "comments and options of columns that are inherited",
            one: """
                CREATE TABLE p (n int, d int DEFAULT 1); CREATE TABLE k (m int) INHERITS (p);
                CREATE TABLE o (n int) INHERITS (p); COMMENT ON COLUMN o.n IS 'gone';
                """,
            other: """
                CREATE TABLE p (n int, d int DEFAULT 1); CREATE TABLE k (m int) INHERITS (p);
                CREATE TABLE o (n int) INHERITS (p); CREATE TABLE q (n int) INHERITS (p);
                COMMENT ON COLUMN k.n IS 'of k'; ALTER TABLE k ALTER n SET (n_distinct = -0.5);
                COMMENT ON COLUMN q.d IS 'of q'; ALTER TABLE q ALTER d SET DEFAULT 2;
                """),
        Pair(
            testDescription: "a column's type changes, and another's is the rows of its table",
            one: """
                CREATE TYPE e AS ENUM ('a'); CREATE TABLE u (id int, at e);
                CREATE TABLE p (id int, name u, x e);
                """,
            other: "CREATE TABLE u (id int, at jsonb); CREATE TABLE p (id int, x text);"),
        Pair(
            testDescription: "a child's check under the name of one that its parent keeps",
            one: """
                CREATE TABLE p (n int, CONSTRAINT c CHECK (n > 0) NO INHERIT);
                CREATE TABLE k (n int, CONSTRAINT c CHECK (n > 1)) INHERITS (p);
                """,
            other: """
                CREATE TABLE p (n int, CONSTRAINT c CHECK (n > 0) NO INHERIT);
                CREATE TABLE k (n int, CONSTRAINT c CHECK (n > 1));
                """),
        Pair(
            testDescription: "two keys over one column",
            one: "CREATE TABLE t (n int PRIMARY KEY, UNIQUE (n), CONSTRAINT again UNIQUE (n));",
            other: "CREATE TABLE t (n int, UNIQUE (n));"),
        Pair(
            testDescription: "composite types over a domain, rows and one another",
            one: """
                CREATE DOMAIN z AS int CHECK (VALUE > 0); CREATE TYPE a AS (x z);
                CREATE TABLE t (id int, b a); CREATE TYPE "0" AS (rows t, more a[]);
                CREATE TABLE u (c "0");
                """,
            other: """
                CREATE DOMAIN z AS bigint; CREATE TYPE a AS (y text, x z);
                CREATE TABLE t (id text, b a); CREATE TYPE "0" AS (rows t);
                CREATE TABLE u (c "0", d a);
                """),
        Pair(
            testDescription: "a view and a function over it",
            one: """
                CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t;
                CREATE FUNCTION f(x v) RETURNS int LANGUAGE sql AS 'SELECT 1';
                CREATE FUNCTION g() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';
                CREATE VIEW w AS SELECT n FROM g();
                """,
            other: "CREATE TABLE t (n int);"),
        Pair(
            testDescription: "aggregates over ordered rows",
            one: """
                CREATE FUNCTION pick(int, int, text) RETURNS int IMMUTABLE RETURN $2;
                CREATE AGGREGATE picked(ORDER BY int, text) (SFUNC = pick, STYPE = int);
                CREATE AGGREGATE nothing(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
                COMMENT ON AGGREGATE picked(ORDER BY int, text) IS 'the last';
                """,
            other: """
                CREATE FUNCTION pick(int, int, text) RETURNS int IMMUTABLE RETURN $2;
                CREATE AGGREGATE picked(int, text) (SFUNC = pick, STYPE = int);
                """),
        Pair(
            testDescription: "a child is cut off from the check it inherits",
            one: """
                CREATE TABLE p (n int, CONSTRAINT good CHECK (n > 0));
                CREATE TABLE c (m int, CONSTRAINT good CHECK (n > 0)) INHERITS (p);
                """,
            other: """
                CREATE TABLE p (n int, CONSTRAINT good CHECK (n > 0) NO INHERIT);
                CREATE TABLE c (m int, n int, CONSTRAINT good CHECK (n > 0));
                """),
        Pair(
            testDescription: "what is off, clustered, estimated, or a column of a view",
            one: """
                CREATE TABLE t (n int PRIMARY KEY, m int REFERENCES t);
                CREATE RULE r AS ON DELETE TO t WHERE OLD.n = 1 DO INSTEAD NOTHING;
                ALTER TABLE t DISABLE RULE r; ALTER TABLE t DISABLE TRIGGER ALL;
                ALTER TABLE t CLUSTER ON t_pkey; ALTER TABLE t ALTER n SET (n_distinct = 7);
                CREATE VIEW v AS SELECT n FROM t; ALTER VIEW v ALTER n SET DEFAULT 3;
                COMMENT ON COLUMN v.n IS 'the number';
                """,
            other: """
                CREATE TABLE t (n bigint PRIMARY KEY, m bigint REFERENCES t);
                CREATE RULE r AS ON DELETE TO t WHERE OLD.n = 1 DO INSTEAD NOTHING;
                ALTER TABLE t ENABLE ALWAYS RULE r; ALTER TABLE t ALTER n SET (n_distinct = -1);
                CREATE VIEW v AS SELECT n FROM t;
                """),
        Pair(
            testDescription: "one name for a table, a view, a type",
            one: "CREATE TABLE a (n int); CREATE TYPE b AS ENUM ('x'); CREATE TABLE t (c b, d a);",
            other: """
                CREATE TABLE b (n int); CREATE VIEW a AS SELECT n FROM b;
                CREATE TABLE t (c text, d int);
                """),
        Pair(
            testDescription: "a new word of an enum is used at once",
            one: "CREATE TYPE k AS ENUM ('a'); CREATE TABLE t (c k DEFAULT 'a');",
            other: "CREATE TYPE k AS ENUM ('a', 'b'); CREATE TABLE t (c k DEFAULT 'b');"),
        Pair(
            testDescription: "a sequence turns round",
            one: "CREATE SEQUENCE s;", other: "CREATE SEQUENCE s INCREMENT BY -1;"),
        Pair(
            testDescription: "a child that leaves its parent loses what it had for itself",
            one: """
                CREATE TABLE p (n int, d int DEFAULT 1); CREATE TABLE c (m int) INHERITS (p);
                COMMENT ON COLUMN c.n IS 'of c'; ALTER TABLE c ALTER n SET (n_distinct = 5);
                ALTER TABLE c ALTER d SET DEFAULT 2;
                """,
            other: "CREATE TABLE c (m int, n int NOT NULL, d int);"),
        Pair(
            testDescription: "a grandchild goes after the serial column that it inherits",
            one: """
                CREATE TABLE u (id int, s serial); CREATE TABLE o (m int) INHERITS (u);
                CREATE TABLE e (at int UNIQUE) INHERITS (o);
                CREATE FUNCTION f(x e) RETURNS int LANGUAGE sql AS 'SELECT 1';
                CREATE TABLE z (n int REFERENCES e (at), rows e);
                """,
            other:
                "CREATE TABLE u (id int); CREATE TABLE o (m int, id int); CREATE TABLE z (n int);"
        ),
        Pair(
            testDescription: "a child that leaves its parent has what only the parent had",
            one: """
                CREATE TABLE p (n int, m int); CREATE TABLE c () INHERITS (p);
                ALTER TABLE p ALTER n SET (n_distinct = 5), ALTER m SET STATISTICS 100;
                """,
            other: """
                CREATE TABLE c (n int, m int);
                ALTER TABLE c ALTER n SET (n_distinct = 5), ALTER m SET STATISTICS 100;
                """),
        Pair(
            testDescription: "a child keeps a serial column whose sequence was its parent's",
            one: "CREATE TABLE p (n int, s serial); CREATE TABLE c (m int) INHERITS (p);",
            other: "CREATE TABLE p (n int); CREATE TABLE c (m int, n int, s serial);"),
        Pair(
            testDescription: "a parent loses a column that has a comment in its child",
            one: """
                CREATE TABLE b (n int, d int); CREATE TABLE e (m int) INHERITS (b);
                COMMENT ON COLUMN e.d IS 'of e';
                """,
            other: "CREATE TABLE b (n int); CREATE TABLE e (m int) INHERITS (b);"),
        Pair(
            testDescription: "parent and child lose the serial column of the parent",
            one: "CREATE TABLE b (n int, s serial); CREATE TABLE e (m int) INHERITS (b);",
            other: "CREATE TABLE b (n int); CREATE TABLE e (m int, n int);"),
        Pair(
            testDescription: "a column of a view loses a default and a comment",
            one: """
                CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t;
                ALTER VIEW v ALTER n SET DEFAULT 3; COMMENT ON COLUMN v.n IS 'the number';
                """,
            other: "CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t;"),
        Pair(
            testDescription: "a table goes that refers to one with a column of its rows",
            one: """
                CREATE TABLE b (id int UNIQUE); CREATE TABLE u (id int REFERENCES b (id));
                ALTER TABLE b ADD at u NOT NULL; CREATE TABLE w (id int, f u);
                """,
            other: "CREATE TYPE e AS RANGE (SUBTYPE = text); CREATE TABLE b (id int UNIQUE, at e);"),
    ]
}
