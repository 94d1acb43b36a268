import PostgreSQL

/// Names as PostgreSQL itself writes them: in quotes only where they need them.
enum SQLName {
    static func text(_ name: String) -> String {
        let isPlain = name.utf8.enumerated().allSatisfy { place, byte in
            (97...122).contains(byte) || byte == UInt8(ascii: "_")
                || (place > 0 && (48...57).contains(byte))
        }
        return isPlain && !name.isEmpty && !keywords.contains(name)
            ? name : PostgresIdentifier.quote(name)
    }

    /// `schema.name`
    static func text(_ schema: String, _ name: String) -> String {
        schema.isEmpty ? text(name) : text(schema) + "." + text(name)
    }

    /// Key words that cannot be a name of every kind without quotes, in PostgreSQL 15 to 18.
    private static let keywords: Set<String> = Set(
        """
        all analyse analyze and any array as asc asymmetric authorization between bigint binary bit \
        boolean both case cast char character check coalesce collate collation column concurrently \
        constraint create cross current_catalog current_date current_role current_schema \
        current_time current_timestamp current_user dec decimal default deferrable desc distinct do \
        else end except exists extract false fetch float for foreign freeze from full grant \
        greatest group grouping having ilike in initially inner inout int integer intersect \
        interval into is isnull join json json_array json_arrayagg json_exists json_object \
        json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading \
        least left like limit localtime localtimestamp merge_action national natural nchar none \
        normalize not notnull null nullif numeric offset on only or order out outer overlaps \
        overlay placing position precision primary real references returning right row select \
        session_user setof similar smallint some substring symmetric system_user table tablesample \
        then time timestamp to trailing treat trim true union unique user using values varchar \
        variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists \
        xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
        """.split(separator: " ").map(String.init))
}

extension ObjectID {
    /// How SQL names it, without its table: `public.users`.
    var sqlName: String { SQLName.text(schema, name) }

    /// How SQL names the table or view it is a part of.
    var sqlTable: String { SQLName.text(schema, table ?? name) }
}
