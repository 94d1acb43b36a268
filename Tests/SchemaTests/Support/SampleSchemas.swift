/// Schemas that use much of what PostgreSQL 15 has.
enum SampleSchemas {
    static let everything = #"""
        CREATE SCHEMA shop;
        CREATE SCHEMA "Odd ""schema"" ";
        CREATE EXTENSION pg_trgm;
        COMMENT ON SCHEMA shop IS 'what''s sold';
        CREATE TYPE shop.mood AS ENUM ('sad', 'o''k', 'happy');
        CREATE TYPE shop.pair AS (a integer, "B b" text[]);
        CREATE TYPE shop.span AS RANGE (subtype = float8, subtype_diff = float8mi);
        CREATE DOMAIN shop.email AS text COLLATE "C" DEFAULT 'a@b' NOT NULL
            CONSTRAINT has_at CHECK (VALUE LIKE '%@%') CONSTRAINT short CHECK (length(VALUE) < 99);
        CREATE SEQUENCE shop.tickets AS integer INCREMENT BY 5 MINVALUE 5 MAXVALUE 500 START 10 CYCLE;
        CREATE TABLE shop.customers (
            id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100) PRIMARY KEY,
            "Name" varchar(80) NOT NULL,
            mail shop.email,
            mood shop.mood NOT NULL DEFAULT 'sad',
            moods shop.mood[] DEFAULT '{sad,happy}',
            born date CHECK (born > '1900-01-01'),
            initial text GENERATED ALWAYS AS (substr("Name", 1, 1)) STORED,
            extra jsonb NOT NULL DEFAULT '{}'::jsonb,
            number integer DEFAULT nextval('shop.tickets'),
            serial serial,
            updated_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT "odd ""check""" CHECK (number <> 7) NO INHERIT,
            UNIQUE NULLS NOT DISTINCT (mail, born) INCLUDE (mood)
        ) WITH (fillfactor = 70);
        ALTER TABLE shop.customers ALTER COLUMN extra SET STORAGE EXTERNAL;
        ALTER TABLE shop.customers ALTER COLUMN extra SET COMPRESSION pglz;
        ALTER TABLE shop.customers ALTER COLUMN born SET STATISTICS 500;
        ALTER TABLE shop.customers ADD CONSTRAINT later CHECK (number < 1000) NOT VALID;
        COMMENT ON TABLE shop.customers IS 'who buys';
        COMMENT ON COLUMN shop.customers."Name" IS 'with "quotes" and ''more''';
        COMMENT ON CONSTRAINT later ON shop.customers IS 'to be validated';
        CREATE INDEX by_name ON shop.customers USING gin ("Name" gin_trgm_ops)
            WITH (fastupdate = off) WHERE number > 3;
        CREATE UNIQUE INDEX by_lower ON shop.customers (lower("Name") DESC NULLS LAST, born)
            INCLUDE (mood);
        COMMENT ON INDEX shop.by_lower IS 'for the search';
        CREATE STATISTICS shop.related (dependencies) ON born, number FROM shop.customers;
        CREATE TABLE shop.orders (
            id uuid DEFAULT gen_random_uuid(), at timestamptz NOT NULL, customer bigint,
            total numeric(12, 2), parent uuid, PRIMARY KEY (id, at),
            FOREIGN KEY (customer) REFERENCES shop.customers ON DELETE CASCADE DEFERRABLE
        ) PARTITION BY RANGE (at);
        CREATE TABLE shop.orders_2026 PARTITION OF shop.orders
            FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE TABLE shop.orders_rest PARTITION OF shop.orders DEFAULT;
        CREATE INDEX orders_total ON shop.orders (total);
        CREATE TABLE shop.base (a int, b text);
        CREATE UNLOGGED TABLE shop.child (c int DEFAULT 3) INHERITS (shop.base);
        CREATE TABLE a (id int PRIMARY KEY, b int);
        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b ON UPDATE SET NULL;
        CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.updated_at := now(); RETURN NEW; END $$;
        CREATE FUNCTION shop.total_of(c shop.customers, "more" numeric DEFAULT 0) RETURNS numeric
            LANGUAGE sql STABLE AS 'SELECT coalesce(sum(total), 0) + "more" FROM shop.orders o
                WHERE o.customer = c.id';
        CREATE FUNCTION shop.twice(integer) RETURNS integer IMMUTABLE RETURN $1 * 2;
        CREATE FUNCTION shop.many(OUT x int, OUT y text) RETURNS SETOF record LANGUAGE sql
            AS 'SELECT 1, ''a''';
        CREATE PROCEDURE shop.clean(INOUT n int) LANGUAGE plpgsql AS 'BEGIN n := 1; END';
        CREATE AGGREGATE shop.add_up(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
        COMMENT ON FUNCTION shop.twice(integer) IS 'doubles';
        CREATE TABLE shop.uses (id int DEFAULT shop.twice(4), v text, n int);
        CREATE INDEX uses_twice ON shop.uses (shop.twice(n));
        CREATE TRIGGER touched BEFORE UPDATE OF "Name", mail ON shop.customers
            FOR EACH ROW WHEN (OLD."Name" IS DISTINCT FROM NEW."Name") EXECUTE FUNCTION shop.touch();
        ALTER TABLE shop.customers DISABLE TRIGGER touched;
        CREATE TRIGGER parted AFTER INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.touch();
        CREATE VIEW shop.happy WITH (security_barrier = true) AS
            SELECT c.id, c."Name", o.total FROM shop.customers c
            JOIN shop.orders o ON o.customer = c.id WHERE c.mood = 'happy';
        CREATE VIEW shop.names AS SELECT "Name" FROM shop.happy;
        CREATE MATERIALIZED VIEW shop.sums AS
            SELECT customer, sum(total) AS total FROM shop.orders GROUP BY customer;
        CREATE UNIQUE INDEX sums_customer ON shop.sums (customer);
        CREATE RULE keep AS ON DELETE TO shop.base DO INSTEAD NOTHING;
        ALTER TABLE shop.customers ENABLE ROW LEVEL SECURITY;
        ALTER TABLE shop.customers FORCE ROW LEVEL SECURITY;
        CREATE POLICY own ON shop.customers AS RESTRICTIVE FOR UPDATE TO PUBLIC
            USING ("Name" = current_user) WITH CHECK (number > 0);
        ALTER TABLE a REPLICA IDENTITY FULL;
        CREATE UNIQUE INDEX b_a ON b (id, a);
        ALTER TABLE b ALTER a SET NOT NULL;
        ALTER TABLE b REPLICA IDENTITY USING INDEX b_a;
        CREATE TABLE "Odd ""schema"" "."select" ("group" int, "ünï" text, "a;b" int, "$$" int);
        CREATE INDEX "drop table x;--" ON "Odd ""schema"" "."select" ("a;b");
        """#

    /// The same schema some years later: most kinds of things changed, some came, some went.
    static let later = """
        CREATE SCHEMA shop;
        CREATE TYPE shop.mood AS ENUM ('sad', 'happy');
        CREATE TYPE shop.level AS ENUM ('low', 'high');
        CREATE DOMAIN shop.email AS text COLLATE "C" CONSTRAINT short CHECK (length(VALUE) < 200);
        CREATE SEQUENCE shop.tickets AS bigint INCREMENT BY 1 START 1;
        CREATE TABLE shop.customers (
            id bigint GENERATED BY DEFAULT AS IDENTITY (INCREMENT BY 2) PRIMARY KEY,
            "Name" text,
            mail shop.email,
            mood shop.mood DEFAULT 'happy',
            born timestamptz,
            level shop.level NOT NULL DEFAULT 'low',
            initial text GENERATED ALWAYS AS (substr("Name", 1, 2)) STORED,
            extra jsonb DEFAULT '[]'::jsonb,
            number bigint,
            updated_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT later CHECK (number < 1000)
        ) WITH (fillfactor = 90, autovacuum_enabled = false);
        COMMENT ON TABLE shop.customers IS 'who bought';
        CREATE INDEX by_name ON shop.customers (initial, "Name");
        CREATE TABLE shop.orders (
            id uuid DEFAULT gen_random_uuid(), at timestamptz NOT NULL, customer bigint NOT NULL,
            total numeric(14, 3) DEFAULT 0, PRIMARY KEY (id, at)
        ) PARTITION BY RANGE (at);
        CREATE TABLE shop.orders_2026 PARTITION OF shop.orders
            FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE TABLE shop.orders_2027 PARTITION OF shop.orders
            FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
        CREATE TABLE shop.base (a int, b text);
        CREATE TABLE shop.child (a int, b text, c int);
        CREATE TABLE a (id int PRIMARY KEY, b int);
        CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.updated_at := clock_timestamp(); RETURN NEW; END $$;
        CREATE FUNCTION shop.twice(integer) RETURNS bigint IMMUTABLE RETURN $1 * 2::bigint;
        CREATE TABLE shop.uses (id bigint DEFAULT shop.twice(5), v text, n int);
        CREATE INDEX uses_twice ON shop.uses (shop.twice(n));
        CREATE TRIGGER touched BEFORE UPDATE ON shop.customers
            FOR EACH ROW EXECUTE FUNCTION shop.touch();
        CREATE VIEW shop.happy AS
            SELECT c.id, c."Name", o.total, c.level FROM shop.customers c
            JOIN shop.orders o ON o.customer = c.id WHERE c.mood = 'happy';
        CREATE VIEW shop.names AS SELECT "Name" AS name, level FROM shop.happy;
        CREATE MATERIALIZED VIEW shop.sums AS
            SELECT customer, sum(total) AS total, count(*) AS n FROM shop.orders GROUP BY customer;
        CREATE UNIQUE INDEX sums_customer ON shop.sums (customer);
        ALTER TABLE shop.customers ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON shop.customers FOR SELECT USING (number > 0);
        """
}
