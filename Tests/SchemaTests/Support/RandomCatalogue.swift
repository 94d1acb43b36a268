import PostgreSQL

/// Schemas put together at random from most of what PostgreSQL 15 has, the same for the same seed.
/// All take their names from one small stock: a name that is a table in one is a view or a type in
/// another, and what one thing is made of is itself something else in the other.
struct RandomCatalogue {
    private var random: SeededRandom
    private var lines: [String] = []
    /// Names of types that columns can have, with a constant of it where one is known.
    private var types: [(name: String, value: String?)] = Self.plainTypes
    private var tables: [Table] = []
    private var relations: [(name: String, columns: [String])] = []
    private var taken: Set<String> = []

    struct Table {
        var name: String
        var bare: String
        var columns: [String] = []
        /// Columns that a foreign key can refer to, which are all integers.
        var keys: [String] = []
        var isPartitioned = false
        /// A constraint that children may have of their own too.
        var check: String?
    }

    init(seed: UInt64) { random = SeededRandom(seed: seed &* 2_654_435_761 &+ 17) }

    private static let plainTypes: [(name: String, value: String?)] = [
        ("integer", "7"), ("bigint", "8"), ("text", "'a;''b'"), ("varchar(40)", "'v'"),
        ("numeric(10,2)", "1.5"), ("timestamptz", "now()"), ("boolean", "true"), ("uuid", nil),
        ("jsonb", "'{}'"), ("text[]", "'{}'"), ("date", "'2026-01-01'"), ("double precision", "0"),
    ]
    private static let columns = ["n", "name", "Total", "from", "it's", "größe", "at"]
    private static let schemas = ["public", "public", "\"Odd s\""]

    mutating func script() -> String {
        lines = ["CREATE SCHEMA \"Odd s\";"]
        functions()
        for name in ["a", "b", "Kind", "d", "e"] where chance(0.45) { type(name) }
        for name in ["s1", "b", "s3"] where chance(0.4) { sequence(name) }
        for name in ["users", "b", "Orders", "select", "t\"q", "e", "parted"] where chance(0.55) {
            table(name)
        }
        for name in ["c", "Kind"] where chance(0.3) { rowComposite(name) }
        for _ in 0..<3 where chance(0.6) { foreignKey() }
        for name in ["v1", "users", "b", "v2", "a"] where chance(0.4) { view(name) }
        for name in ["g1", "g2"] where chance(0.4) { functionOverRows(name) }
        for name in ["st", "b"] where chance(0.3) { statistics(name) }
        return lines.joined(separator: "\n")
    }

    // MARK: chance

    private mutating func chance(_ share: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < share
    }

    private mutating func pick<T>(_ all: [T]) -> T { all.randomElement(using: &random)! }

    private mutating func some<T>(_ all: [T], _ share: Double) -> [T] {
        var chosen: [T] = []
        for one in all where chance(share) { chosen.append(one) }
        return chosen
    }

    private func quoted(_ name: String) -> String { PostgresIdentifier.quote(name) }

    /// A name with its schema that nothing has yet; nil where it is taken.
    private mutating func place(_ name: String) -> String? {
        // A table that is partitioned differently, or a partition of another, is left to a person.
        let isParted = name.hasPrefix("parted")
        let full = (isParted ? "public" : pick(Self.schemas)) + "." + quoted(name)
        return taken.insert(full).inserted ? full : nil
    }

    // MARK: functions, types, sequences

    private mutating func functions() {
        let step = chance(0.5) ? 1 : 2
        lines.append("CREATE FUNCTION f(integer) RETURNS integer IMMUTABLE RETURN $1 + \(step);")
        if chance(0.5) {
            let returned = pick(["integer", "bigint"])
            lines.append(
                "CREATE FUNCTION h(x integer) RETURNS \(returned) LANGUAGE sql IMMUTABLE AS "
                    + "'SELECT x * \(step)';")
        }
        lines.append(
            "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS "
                + "$$ BEGIN RETURN \(chance(0.5) ? "NEW" : "OLD"); END $$;")
        if chance(0.5) {
            let start = chance(0.5) ? ", INITCOND = '0'" : ""
            lines.append(
                "CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer\(start));")
        }
        if chance(0.4) {
            lines.append(
                "CREATE FUNCTION pick(integer, integer, text) RETURNS integer IMMUTABLE RETURN $2;")
            let (direct, sorted) = chance(0.5) ? ("", "integer, text") : ("", "integer, b text")
            lines.append(
                "CREATE AGGREGATE picked(\(direct) ORDER BY \(sorted)) "
                    + "(SFUNC = pick, STYPE = integer\(chance(0.5) ? ", INITCOND = '1'" : ""));")
            if chance(0.5) {
                lines.append("COMMENT ON AGGREGATE picked(ORDER BY integer, text) IS 'one of';")
            }
        }
    }

    private mutating func type(_ name: String) {
        guard let full = place(name) else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let labels = some(["'a'", "'b'", "'c''c'", "'d'"], 0.7)
            lines.append("CREATE TYPE \(full) AS ENUM (\(labels.joined(separator: ", ")));")
            types.append((full, labels.first))
        case 1:
            let base = pick(types)
            var text = "CREATE DOMAIN \(full) AS \(base.name)"
            if let value = base.value, chance(0.3) { text += " DEFAULT \(value)" }
            if chance(0.5) { text += " CONSTRAINT good CHECK (VALUE IS NOT NULL)" }
            if chance(0.2) { text += " CONSTRAINT other CHECK (VALUE IS NOT NULL OR true)" }
            lines.append(text + ";")
            types.append((full, base.value))
        case 2:
            let names = some(["x", "Y y", "z", "w"], 0.6)
            let attributes = names.map { "\(quoted($0)) \(pick(types).name)" }
            lines.append("CREATE TYPE \(full) AS (\(attributes.joined(separator: ", ")));")
            types.append((full, nil))
        default:
            let base = pick(["integer", "double precision", "text"])
            lines.append("CREATE TYPE \(full) AS RANGE (SUBTYPE = \(base));")
            types.append((full, nil))
        }
        if chance(0.3) { types.append((full + "[]", nil)) }
        if chance(0.2), lines[lines.count - 1].contains("DOMAIN") {
            lines.append("COMMENT ON DOMAIN \(full) IS 'it''s \(name)';")
        }
        if chance(0.3) {
            lines.append(
                "CREATE FUNCTION of(x \(full)) RETURNS \(chance(0.5) ? full : "text") LANGUAGE plpgsql "
                    + "AS 'BEGIN RETURN NULL; END';")
        }
    }

    private mutating func sequence(_ name: String) {
        guard let full = place(name) else { return }
        let step = pick([1, 5, -1])
        lines.append(
            "CREATE SEQUENCE \(full) AS \(pick(["integer", "bigint"])) INCREMENT BY \(step)"
                + (chance(0.3) ? " CYCLE;" : ";"))
        types.append(("bigint", "nextval('\(full.replacing("'", with: "''"))')"))
    }

    // MARK: tables

    private mutating func table(_ name: String) {
        guard let full = place(name) else { return }
        var table = Table(name: full, bare: name)
        let parent = tables.filter { !$0.isPartitioned }.randomElement(using: &random)
        if let parent, name != "parted", chance(0.2) { return child(table, of: parent) }
        table.isPartitioned = name == "parted"
        var parts: [String] = []
        parts.append("id integer")
        table.columns = ["id"]
        table.keys = ["id"]
        parts += keys(table)
        var columns = some(Self.columns, 0.45)
        if chance(0.4) { columns.shuffle(using: &random) }
        for column in columns {
            let type = pick(types)
            var text = "\(quoted(column)) \(type.name)"
            if let value = type.value, chance(0.4) { text += " DEFAULT \(value)" }
            if chance(0.3) { text += " NOT NULL" }
            table.columns.append(column)
            parts.append(text)
        }
        if chance(0.2) { parts.append("g integer GENERATED ALWAYS AS (f(id) * 2) STORED") }
        if chance(0.2), !table.isPartitioned {
            parts.append("i bigint GENERATED \(pick(["ALWAYS", "BY DEFAULT"])) AS IDENTITY")
        }
        if chance(0.2) { parts.append("s serial") }
        if chance(0.4) {
            let inherits = chance(0.4) && !table.isPartitioned ? " NO INHERIT" : ""
            table.check = "CONSTRAINT positive CHECK (id > \(pick([0, 1])))"
            parts.append(table.check! + inherits)
        }
        let by = table.isPartitioned ? " PARTITION BY RANGE (id)" : ""
        let fill = chance(0.2) && by.isEmpty ? " WITH (fillfactor = \(pick([70, 90])))" : ""
        lines.append("CREATE TABLE \(full) (\(parts.joined(separator: ", ")))\(by)\(fill);")
        if table.isPartitioned {
            for (part, bound) in [
                ("low", "FROM (MINVALUE) TO (10)"), ("high", "FROM (10) TO (99)"),
            ]
            where chance(0.6) {
                guard let place = place(name + "_" + part) else { continue }
                lines.append("CREATE TABLE \(place) PARTITION OF \(full) FOR VALUES \(bound);")
            }
        }
        furnish(table)
    }

    /// A key, and often a second constraint over the same column.
    private mutating func keys(_ table: Table) -> [String] {
        var parts = [pick(["PRIMARY KEY (id)", "UNIQUE (id)"])]
        if chance(0.3) { parts.append("CONSTRAINT \(quoted(table.bare + "_again")) UNIQUE (id)") }
        if chance(0.2), taken.insert("once").inserted {
            parts.append("CONSTRAINT once UNIQUE (id)")
        }
        if chance(0.2), !table.isPartitioned {
            parts.append("CONSTRAINT \(quoted(table.bare + "_x")) EXCLUDE (id WITH =)")
        }
        return parts
    }

    private mutating func child(_ table: Table, of parent: Table) {
        var table = table
        var parts: [String] = []
        let own = Self.columns.filter { !parent.columns.contains($0) }
        for column in some(own, 0.3) {
            parts.append("\(quoted(column)) \(pick(Self.plainTypes).name)")
            table.columns.append(column)
        }
        if chance(0.3) { parts.append("CONSTRAINT own CHECK (id <> 5)") }
        if chance(0.4), let check = parent.check { parts.append(check) }
        lines.append(
            "CREATE TABLE \(table.name) (\(parts.joined(separator: ", "))) INHERITS (\(parent.name));"
        )
        table.columns = parent.columns + table.columns
        furnish(table)
    }

    private mutating func furnish(_ table: Table) {
        let full = table.name
        for column in table.columns where chance(0.15) {
            lines.append(
                "CREATE INDEX ON \(full) (f(id), \(quoted("id")))\(pick(["", " WHERE id > 3"]));")
            lines.append("COMMENT ON COLUMN \(full).\(quoted(column)) IS 'it''s \(column.count)';")
        }
        if chance(0.2) {
            let index = quoted("by_" + table.bare)
            lines.append("CREATE INDEX \(index) ON \(full) (id \(pick(["ASC", "DESC"])));")
            if chance(0.5), !table.isPartitioned {
                lines.append("ALTER TABLE \(full) CLUSTER ON \(index);")
            }
        }
        if chance(0.2) {
            lines.append("ALTER TABLE \(full) ALTER id SET (n_distinct = \(pick([5, -0.5])));")
        }
        if chance(0.2) {
            lines.append("ALTER TABLE \(full) ENABLE ROW LEVEL SECURITY;")
            lines.append("CREATE POLICY p ON \(full) USING (f(id) > 1);")
        }
        if chance(0.3) {
            lines.append(
                "CREATE TRIGGER t \(pick(["BEFORE", "AFTER"])) UPDATE OF id ON \(full) "
                    + "FOR EACH ROW EXECUTE FUNCTION touch();")
            if chance(0.4) {
                lines.append("ALTER TABLE \(full) \(pick(["DISABLE", "ENABLE ALWAYS"])) TRIGGER t;")
            }
        }
        if chance(0.2) {
            lines.append(
                "CREATE RULE r AS ON DELETE TO \(full) WHERE OLD.id = 1 DO INSTEAD NOTHING;")
            if chance(0.4) { lines.append("ALTER TABLE \(full) DISABLE RULE r;") }
        }
        tables.append(table)
        relations.append((full, table.columns))
        if chance(0.25) { types.append((full, nil)) }
    }

    private mutating func foreignKey() {
        guard let table = tables.randomElement(using: &random),
            let target = tables.filter({ !$0.keys.isEmpty }).randomElement(using: &random)
        else { return }
        let later = chance(0.2) && !table.isPartitioned ? " NOT VALID" : " ON DELETE CASCADE"
        lines.append(
            "ALTER TABLE \(table.name) ADD FOREIGN KEY (id) REFERENCES \(target.name) (id)\(later);"
        )
        if chance(0.2) { lines.append("ALTER TABLE \(table.name) DISABLE TRIGGER ALL;") }
    }

    // MARK: what stands on tables

    private mutating func rowComposite(_ name: String) {
        guard let table = tables.randomElement(using: &random), let full = place(name) else {
            return
        }
        lines.append("CREATE TYPE \(full) AS (one \(table.name), n integer);")
    }

    private mutating func view(_ name: String) {
        guard let source = relations.randomElement(using: &random), let full = place(name) else {
            return
        }
        let columns = ["id"] + some(source.columns.filter { $0 != "id" }, 0.6)
        let list = columns.map(quoted).joined(separator: ", ")
        let isKept = chance(0.3)
        let extra = isKept ? "" : pick(["", ", f(id) AS next"])
        lines.append(
            "CREATE \(isKept ? "MATERIALIZED " : "")VIEW \(full) AS SELECT \(list)\(extra) "
                + "FROM \(source.name) WHERE id > \(pick([1, 2]));")
        if isKept {
            if chance(0.5) { lines.append("CREATE UNIQUE INDEX ON \(full) (id);") }
        } else if chance(0.3) {
            lines.append("ALTER VIEW \(full) ALTER COLUMN id SET DEFAULT \(pick([1, 2]));")
        }
        if chance(0.3) { lines.append("COMMENT ON COLUMN \(full).id IS 'of \(name)';") }
        relations.append((full, columns))
    }

    private mutating func functionOverRows(_ name: String) {
        guard let source = relations.randomElement(using: &random), let full = place(name) else {
            return
        }
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            lines.append(
                "CREATE FUNCTION \(full)(x \(source.name)) RETURNS integer LANGUAGE sql AS 'SELECT 1';"
            )
        case 1:
            lines.append(
                "CREATE FUNCTION \(full)() RETURNS SETOF \(source.name) LANGUAGE sql AS "
                    + "$$SELECT * FROM \(source.name)$$;")
        default:
            lines.append(
                "CREATE FUNCTION \(full)() RETURNS bigint BEGIN ATOMIC SELECT count(id) "
                    + "FROM \(source.name); END;")
        }
        if chance(0.5), let view = place(name + "v") {
            lines.append("CREATE VIEW \(view) AS SELECT count(*) AS n FROM \(source.name);")
        }
    }

    private mutating func statistics(_ name: String) {
        guard let table = tables.first(where: { $0.columns.count > 2 }), let full = place(name)
        else { return }
        lines.append(
            "CREATE STATISTICS \(full) (ndistinct) ON \(quoted(table.columns[0])), (id + 1) "
                + "FROM \(table.name);")
    }
}
