/// The questions that are put to a server, for PostgreSQL 15 and later.
///
/// Every answer has the columns `class`, `oid`, `sub` (the address in the system's catalogues),
/// `schema`, `table`, `name` and `facts`, a JSON object under the keys of `Fact`. They are asked with
/// an empty search path, so that every name is written with its schema.
enum CatalogueQuery {
    static let all: [(kind: ObjectKind?, sql: String)] = [
        (.schema, schemas), (.extension, extensions), (.enumeration, enums),
        (.compositeType, composites), (.range, ranges), (.domain, domains), (.sequence, sequences),
        (nil, routines), (nil, relations), (.column, columns), (.viewColumn, viewColumns),
        (.constraint, constraints),
        (.index, indexes), (.statistics, statistics), (.rule, rules), (.trigger, triggers),
        (.policy, policies),
    ]

    /// Schemas of the system, and things that an extension brought, are left out.
    private static func own(_ table: String, _ alias: String) -> String {
        """
        n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
        AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '\(table)'::regclass
            AND e.objid = \(alias).oid AND e.deptype = 'e')
        """
    }

    private static let schemas = """
        SELECT 'pg_namespace' AS class, n.oid, 0 AS sub, '' AS schema, NULL::text AS table,
            n.nspname AS name, json_build_object(
                'comment', nullif(obj_description(n.oid, 'pg_namespace'), 'standard public schema')
            ) AS facts
        FROM pg_namespace n WHERE \(own("pg_namespace", "n"))
        """

    private static let extensions = """
        SELECT 'pg_extension' AS class, e.oid, 0 AS sub, '' AS schema, NULL::text AS table,
            e.extname AS name, json_build_object(
                'schema', CASE WHEN e.extrelocatable THEN n.nspname END, 'version', e.extversion
            ) AS facts
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname <> 'plpgsql'
        """

    private static let enums = """
        SELECT 'pg_type' AS class, t.oid, 0 AS sub, n.nspname AS schema, NULL::text AS table,
            t.typname AS name, json_build_object(
                'labels', (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum
                    WHERE enumtypid = t.oid),
                'comment', obj_description(t.oid, 'pg_type')) AS facts
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype = 'e' AND \(own("pg_type", "t"))
        """

    private static let composites = """
        SELECT 'pg_type' AS class, t.oid, 0 AS sub, n.nspname AS schema, NULL::text AS table,
            t.typname AS name, json_build_object(
                'definition', (SELECT string_agg(quote_ident(a.attname) || ' '
                        || format_type(a.atttypid, a.atttypmod)
                        || CASE WHEN a.attcollation <> at.typcollation
                            THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END,
                        ', ' ORDER BY a.attnum)
                    FROM pg_attribute a JOIN pg_type at ON at.oid = a.atttypid
                    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
                'attributes', (SELECT json_agg(json_build_array(quote_ident(a.attname),
                        format_type(a.atttypid, a.atttypmod)
                        || CASE WHEN a.attcollation <> at.typcollation
                            THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END)
                        ORDER BY a.attnum)
                    FROM pg_attribute a JOIN pg_type at ON at.oid = a.atttypid
                    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
                'comment', obj_description(t.oid, 'pg_type')) AS facts
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
        WHERE t.typtype = 'c' AND \(own("pg_type", "t"))
        """

    private static let ranges = """
        SELECT 'pg_type' AS class, t.oid, 0 AS sub, n.nspname AS schema, NULL::text AS table,
            t.typname AS name, json_build_object(
                'definition', 'SUBTYPE = ' || format_type(r.rngsubtype, NULL)
                    || CASE WHEN r.rngsubdiff <> 0
                        THEN ', SUBTYPE_DIFF = ' || r.rngsubdiff::regproc ELSE '' END
                    || ', MULTIRANGE_TYPE_NAME = ' || r.rngmultitypid::regtype,
                'comment', obj_description(t.oid, 'pg_type')) AS facts
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        JOIN pg_range r ON r.rngtypid = t.oid
        WHERE t.typtype = 'r' AND \(own("pg_type", "t"))
        """

    private static let domains = """
        SELECT 'pg_type' AS class, t.oid, 0 AS sub, n.nspname AS schema, NULL::text AS table,
            t.typname AS name, json_build_object(
                'type', format_type(t.typbasetype, t.typtypmod),
                'collation', CASE WHEN t.typcollation <> b.typcollation
                    THEN t.typcollation::regcollation::text END,
                'default', pg_get_expr(t.typdefaultbin, 0),
                'not_null', nullif(t.typnotnull, false),
                'checks', (SELECT json_object_agg(k.conname, pg_get_constraintdef(k.oid)
                        ORDER BY k.conname)
                    FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'),
                'comment', obj_description(t.oid, 'pg_type')) AS facts
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        JOIN pg_type b ON b.oid = t.typbasetype
        WHERE t.typtype = 'd' AND \(own("pg_type", "t"))
        """

    /// Those of identity columns are told with the column.
    private static let sequences = """
        SELECT 'pg_class' AS class, c.oid, 0 AS sub, n.nspname AS schema, NULL::text AS table,
            c.relname AS name, json_build_object(
                'type', format_type(s.seqtypid, NULL),
                'options', format('INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s',
                    s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
                    CASE WHEN s.seqcycle THEN ' CYCLE' ELSE ' NO CYCLE' END),
                'persistence', CASE WHEN c.relpersistence = 'u' THEN 'unlogged' END,
                'owned_by', (SELECT format('%I.%I.%I', tn.nspname, tc.relname, a.attname)
                    FROM pg_depend d JOIN pg_class tc ON tc.oid = d.refobjid
                    JOIN pg_namespace tn ON tn.oid = tc.relnamespace
                    JOIN pg_attribute a ON a.attrelid = tc.oid AND a.attnum = d.refobjsubid
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                        AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'),
                'comment', obj_description(c.oid, 'pg_class')) AS facts
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE \(own("pg_class", "c")) AND NOT EXISTS (SELECT FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
        """

    private static let routines = """
        SELECT 'pg_proc' AS class, p.oid, 0 AS sub, n.nspname AS schema, NULL::text AS table,
            CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END
                AS kind,
            p.proname || '(' || coalesce((SELECT string_agg(format_type(x, NULL), ', ' ORDER BY i)
                FROM unnest(p.proargtypes) WITH ORDINALITY u(x, i)), '') || ')' AS name,
            json_build_object(
                'signature', CASE WHEN p.prokind = 'a' THEN format('%I.%I(%s)', n.nspname, p.proname,
                    CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END)
                    ELSE p.oid::regprocedure::text END,
                'arguments', nullif(pg_get_function_arguments(p.oid), ''),
                'returns', pg_get_function_result(p.oid),
                'definition', CASE WHEN p.prokind = 'a' THEN
                    \(aggregate)
                    ELSE rtrim(pg_get_functiondef(p.oid), E'\\n') END,
                'comment', obj_description(p.oid, 'pg_proc')) AS facts
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid
        WHERE \(own("pg_proc", "p")) AND NOT EXISTS (SELECT FROM pg_depend d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
        """

    private static let aggregate = """
        format('SFUNC = %s, STYPE = %s', g.aggtransfn::regproc, format_type(g.aggtranstype, NULL))
            || CASE WHEN g.aggtransspace <> 0 THEN ', SSPACE = ' || g.aggtransspace ELSE '' END
            || CASE WHEN g.aggfinalfn <> 0 THEN ', FINALFUNC = ' || g.aggfinalfn::regproc
                || CASE WHEN g.aggfinalextra THEN ', FINALFUNC_EXTRA' ELSE '' END ELSE '' END
            || CASE WHEN g.aggfinalmodify = CASE WHEN g.aggkind = 'n' THEN 'r' ELSE 'w' END THEN ''
                ELSE ', FINALFUNC_MODIFY = ' || CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY'
                    WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END
            || CASE WHEN g.aggcombinefn <> 0 THEN ', COMBINEFUNC = ' || g.aggcombinefn::regproc
                ELSE '' END
            || CASE WHEN g.aggserialfn <> 0 THEN ', SERIALFUNC = ' || g.aggserialfn::regproc
                ELSE '' END
            || CASE WHEN g.aggdeserialfn <> 0
                THEN ', DESERIALFUNC = ' || g.aggdeserialfn::regproc ELSE '' END
            || CASE WHEN g.agginitval IS NOT NULL THEN format(', INITCOND = %L', g.agginitval)
                ELSE '' END
            || CASE WHEN g.aggmtransfn <> 0 THEN ', MSFUNC = ' || g.aggmtransfn::regproc
                || ', MINVFUNC = ' || g.aggminvtransfn::regproc
                || ', MSTYPE = ' || format_type(g.aggmtranstype, NULL)
                || CASE WHEN g.aggmtransspace <> 0 THEN ', MSSPACE = ' || g.aggmtransspace
                    ELSE '' END
                || CASE WHEN g.aggmfinalfn <> 0 THEN ', MFINALFUNC = ' || g.aggmfinalfn::regproc
                    || CASE WHEN g.aggmfinalextra THEN ', MFINALFUNC_EXTRA' ELSE '' END ELSE '' END
                || CASE WHEN g.aggminitval IS NOT NULL THEN format(', MINITCOND = %L', g.aggminitval)
                    ELSE '' END ELSE '' END
            || CASE WHEN g.aggsortop <> 0 THEN (SELECT format(', SORTOP = OPERATOR(%I.%s)',
                    sn.nspname, so.oprname) FROM pg_operator so
                    JOIN pg_namespace sn ON sn.oid = so.oprnamespace WHERE so.oid = g.aggsortop)
                ELSE '' END
            || CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE'
                WHEN 'r' THEN ', PARALLEL = RESTRICTED' ELSE '' END
            || CASE WHEN g.aggkind = 'h' THEN ', HYPOTHETICAL' ELSE '' END
        """

    private static let relations = """
        SELECT 'pg_class' AS class, c.oid, 0 AS sub, n.nspname AS schema, NULL::text AS table,
            CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END
                AS kind,
            c.relname AS name, json_build_object(
                'persistence', CASE WHEN c.relpersistence = 'u' THEN 'unlogged' END,
                'partition_by', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
                'partition_of', CASE WHEN c.relispartition THEN
                    (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid) END,
                'bound', pg_get_expr(c.relpartbound, c.oid),
                'inherits', CASE WHEN NOT c.relispartition THEN
                    (SELECT json_agg(inhparent::regclass::text ORDER BY inhseqno) FROM pg_inherits
                        WHERE inhrelid = c.oid) END,
                'access_method', CASE WHEN c.relkind IN ('r', 'm') THEN nullif(m.amname, 'heap') END,
                'row_security', CASE WHEN c.relforcerowsecurity AND c.relrowsecurity THEN 'forced'
                    WHEN c.relrowsecurity THEN 'enabled' END,
                'replica_identity', CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
                    WHEN 'i' THEN (SELECT 'USING INDEX ' || quote_ident(r.relname)
                        FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid
                        WHERE i.indrelid = c.oid AND i.indisreplident) END,
                'cluster', (SELECT quote_ident(r.relname) FROM pg_index i
                    JOIN pg_class r ON r.oid = i.indexrelid
                    WHERE i.indrelid = c.oid AND i.indisclustered),
                'options', (SELECT json_agg(o ORDER BY o) FROM unnest(c.reloptions) o),
                'definition', CASE WHEN c.relkind IN ('v', 'm')
                    THEN rtrim(pg_get_viewdef(c.oid), ';') END,
                'columns', CASE WHEN c.relkind IN ('v', 'm') THEN (
                    SELECT json_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                        ORDER BY a.attnum)
                    FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) END,
                'comment', obj_description(c.oid, 'pg_class')) AS facts
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_am m ON m.oid = c.relam
        WHERE c.relkind IN ('r', 'p', 'v', 'm') AND \(own("pg_class", "c"))
        """

    /// Columns that a partition or a child has from its parent are told with the parent.
    private static let columns = """
        SELECT 'pg_class' AS class, c.oid, a.attnum AS sub, n.nspname AS schema, c.relname AS table,
            a.attname AS name, json_build_object(
                'type', format_type(a.atttypid, a.atttypmod),
                'collation', CASE WHEN a.attcollation <> t.typcollation
                    THEN a.attcollation::regcollation::text END,
                'not_null', nullif(a.attnotnull, false),
                'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
                'identity', CASE WHEN a.attidentity <> '' THEN (
                    SELECT format('%s (INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s '
                        'CACHE %s%s)', CASE a.attidentity WHEN 'a' THEN 'ALWAYS'
                            ELSE 'BY DEFAULT' END, s.seqincrement, s.seqmin, s.seqmax, s.seqstart,
                        s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END)
                    FROM pg_depend p JOIN pg_sequence s ON s.seqrelid = p.objid
                    WHERE p.refclassid = 'pg_class'::regclass AND p.refobjid = c.oid
                        AND p.refobjsubid = a.attnum AND p.deptype = 'i') END,
                'generated', CASE a.attgenerated
                    WHEN 's' THEN format('(%s) STORED', pg_get_expr(d.adbin, d.adrelid))
                    WHEN 'v' THEN format('(%s) VIRTUAL', pg_get_expr(d.adbin, d.adrelid)) END,
                'storage', CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage
                    WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN'
                    ELSE 'EXTENDED' END END,
                'compression', CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
                'statistics_target', nullif(a.attstattarget, -1),
                'options', (SELECT json_agg(o ORDER BY o) FROM unnest(a.attoptions) o),
                'inherited', CASE WHEN a.attinhcount > 0 THEN true END,
                'local', CASE WHEN a.attinhcount > 0 AND a.attislocal THEN true END,
                'position', (SELECT count(*) FROM pg_attribute b WHERE b.attrelid = c.oid
                    AND b.attnum > 0 AND b.attnum <= a.attnum AND NOT b.attisdropped),
                'comment', col_description(c.oid, a.attnum)) AS facts
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            AND (a.attinhcount = 0 OR NOT c.relispartition AND (a.attislocal OR \(ofItsOwn)))
            AND \(own("pg_class", "c"))
        """

    /// Whether a column that comes from a parent has something that the parent's has not.
    private static let ofItsOwn = """
        (a.attoptions IS NOT NULL OR nullif(a.attstattarget, -1) IS NOT NULL
            OR col_description(c.oid, a.attnum) IS NOT NULL
            OR a.attgenerated = '' AND EXISTS (SELECT FROM pg_inherits i
                JOIN pg_attribute p ON p.attrelid = i.inhparent AND p.attname = a.attname
                LEFT JOIN pg_attrdef o ON o.adrelid = p.attrelid AND o.adnum = p.attnum
                WHERE i.inhrelid = c.oid AND pg_get_expr(o.adbin, o.adrelid)
                    IS DISTINCT FROM pg_get_expr(d.adbin, d.adrelid)))
        """

    /// Those of views that have a default or a comment. Their address is their own: what reads from
    /// the view stands on the view.
    private static let viewColumns = """
        SELECT 'view column' AS class, c.oid, a.attnum AS sub, n.nspname AS schema,
            c.relname AS table, a.attname AS name, json_build_object(
                'default', pg_get_expr(d.adbin, d.adrelid),
                'comment', col_description(c.oid, a.attnum)) AS facts
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind IN ('v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
            AND (d.oid IS NOT NULL OR col_description(c.oid, a.attnum) IS NOT NULL)
            AND \(own("pg_class", "c"))
        """

    /// Of a constraint's trigger `t` with its function `p`: on which table it stands.
    static let sideOfTrigger = """
        CASE WHEN p.proname ~ '^(RI_FKey_check|unique_key)' THEN 'referencing' ELSE 'referenced' END
        """

    static let eventOfTrigger = """
        CASE WHEN t.tgtype & 4 > 0 THEN 'insert' WHEN t.tgtype & 8 > 0 THEN 'delete' ELSE 'update' END
        """

    /// NOT NULL, which PostgreSQL 18 keeps as constraints, is told with the column.
    private static let constraints = """
        SELECT 'pg_constraint' AS class, k.oid, 0 AS sub, n.nspname AS schema, c.relname AS table,
            k.conname AS name, json_build_object(
                'type', CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique'
                    WHEN 'f' THEN 'foreign key' WHEN 'x' THEN 'exclude' ELSE 'check' END,
                'definition', pg_get_constraintdef(k.oid),
                'firing', (SELECT json_agg(f ORDER BY f) FROM (
                    SELECT concat_ws(' ', \(sideOfTrigger), \(eventOfTrigger),
                        CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica'
                            ELSE 'always' END) AS f
                    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O') x),
                'inherited', CASE WHEN k.coninhcount > 0 THEN true END,
                'comment', obj_description(k.oid, 'pg_constraint')) AS facts
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype IN ('p', 'u', 'f', 'x', 'c') AND k.conparentid = 0 AND k.conislocal
            AND c.relkind IN ('r', 'p') AND \(own("pg_class", "c"))
        """

    /// Those that stand behind a constraint, or belong to the index of a parent, are told with it.
    private static let indexes = """
        SELECT 'pg_class' AS class, c.oid, 0 AS sub, n.nspname AS schema, r.relname AS table,
            c.relname AS name, json_build_object(
                'definition', regexp_replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON '),
                'method', m.amname, 'unique', nullif(i.indisunique, false),
                'keys', (SELECT json_agg(pg_get_indexdef(c.oid, k, false) || CASE
                        WHEN o.opcdefault THEN '' ELSE ' ' || o.opcname END ORDER BY k)
                    FROM generate_series(1, i.indnkeyatts) k
                    JOIN pg_opclass o ON o.oid = i.indclass[k - 1]),
                'include', (SELECT json_agg(pg_get_indexdef(c.oid, k, false) ORDER BY k)
                    FROM generate_series(i.indnkeyatts + 1, i.indnatts) k),
                'where', pg_get_expr(i.indpred, i.indrelid),
                'options', (SELECT json_agg(o ORDER BY o) FROM unnest(c.reloptions) o),
                'valid', CASE WHEN NOT i.indisvalid AND c.relkind = 'i' THEN false END,
                'comment', obj_description(c.oid, 'pg_class')) AS facts
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_class r ON r.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_am m ON m.oid = c.relam
        WHERE r.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND \(own("pg_class", "r"))
            AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid
                AND k.contype IN ('p', 'u', 'x'))
        """

    private static let statistics = """
        SELECT 'pg_statistic_ext' AS class, s.oid, 0 AS sub, n.nspname AS schema, NULL::text AS table,
            s.stxname AS name, json_build_object(
                'definition', pg_get_statisticsobjdef(s.oid),
                'comment', obj_description(s.oid, 'pg_statistic_ext')) AS facts
        FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
        WHERE \(own("pg_statistic_ext", "s"))
        """

    private static let rules = """
        SELECT 'pg_rewrite' AS class, w.oid, 0 AS sub, n.nspname AS schema, c.relname AS table,
            w.rulename AS name, json_build_object(
                'definition', rtrim(pg_get_ruledef(w.oid), ';'),
                'firing', CASE w.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica'
                    WHEN 'A' THEN 'always' END,
                'comment', obj_description(w.oid, 'pg_rewrite')) AS facts
        FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE w.rulename <> '_RETURN' AND \(own("pg_class", "c"))
        """

    private static let triggers = """
        SELECT 'pg_trigger' AS class, t.oid, 0 AS sub, n.nspname AS schema, c.relname AS table,
            t.tgname AS name, json_build_object(
                'definition', pg_get_triggerdef(t.oid),
                'firing', CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica'
                    WHEN 'A' THEN 'always' END,
                'comment', obj_description(t.oid, 'pg_trigger')) AS facts
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND \(own("pg_class", "c"))
        """

    private static let policies = """
        SELECT 'pg_policy' AS class, p.oid, 0 AS sub, n.nspname AS schema, c.relname AS table,
            p.polname AS name, json_build_object(
                'command', CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
                    WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                'permissive', p.polpermissive,
                'roles', (SELECT json_agg(CASE WHEN x = 0 THEN 'public'
                    ELSE pg_get_userbyid(x) END ORDER BY x = 0, pg_get_userbyid(x))
                    FROM unnest(p.polroles) x),
                'using', pg_get_expr(p.polqual, p.polrelid),
                'check', pg_get_expr(p.polwithcheck, p.polrelid),
                'comment', obj_description(p.oid, 'pg_policy')) AS facts
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE \(own("pg_class", "c"))
        """

    /// Which address stands for which: the row type of a table, the array of a type, the index of a
    /// constraint, the default of a column, the rule that makes a view, what an extension brought.
    static let aliases = """
        SELECT 'pg_type' AS class, t.oid, 0 AS sub, 'pg_class' AS for_class, t.typrelid AS for_oid,
            0 AS for_sub FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid AND c.relkind <> 'c'
            WHERE t.oid >= 16384
        UNION ALL SELECT 'pg_type', t.typarray, 0, 'pg_type', t.oid, 0 FROM pg_type t
            WHERE t.oid >= 16384 AND t.typarray <> 0
        UNION ALL SELECT 'pg_type', r.rngmultitypid, 0, 'pg_type', r.rngtypid, 0 FROM pg_range r
            WHERE r.rngtypid >= 16384
        UNION ALL SELECT 'pg_class', k.conindid, 0, 'pg_constraint', k.oid, 0 FROM pg_constraint k
            WHERE k.contype IN ('p', 'u', 'x') AND k.oid >= 16384
        UNION ALL SELECT 'pg_class', t.typrelid, 0, 'pg_type', t.oid, 0 FROM pg_type t
            JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' WHERE t.oid >= 16384
        UNION ALL SELECT 'pg_attrdef', d.oid, 0, CASE c.relkind WHEN 'v' THEN 'view column'
                ELSE 'pg_class' END, d.adrelid, d.adnum
            FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid WHERE d.oid >= 16384
        UNION ALL SELECT 'pg_class', a.attrelid, a.attnum, 'pg_class', p.attrelid, p.attnum
            FROM pg_attribute a JOIN pg_inherits i ON i.inhrelid = a.attrelid
            JOIN pg_attribute p ON p.attrelid = i.inhparent AND p.attname = a.attname
            WHERE a.attinhcount > 0 AND a.attrelid >= 16384 AND NOT p.attisdropped
        UNION ALL SELECT 'pg_rewrite', w.oid, 0, 'pg_class', w.ev_class, 0 FROM pg_rewrite w
            WHERE w.rulename = '_RETURN' AND w.oid >= 16384
        UNION ALL SELECT d.classid::regclass::text, d.objid, 0, 'pg_extension', d.refobjid, 0
            FROM pg_depend d WHERE d.deptype = 'e'
        """

    /// What depends on what. A sequence is made before the column that owns it.
    static let dependencies = """
        SELECT d.classid::regclass::text AS class, d.objid AS oid, d.objsubid AS sub,
            d.refclassid::regclass::text AS on_class, d.refobjid AS on_oid, d.refobjsubid AS on_sub
        FROM pg_depend d LEFT JOIN pg_class s ON d.classid = 'pg_class'::regclass
            AND s.oid = d.objid AND s.relkind = 'S'
        WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND d.deptype <> 'e'
            AND (s.oid IS NULL OR d.deptype = 'n')
        """

    /// Kinds that are not looked into, with how many there are.
    static let notCovered = """
        SELECT what, count(*)::text FROM (
            SELECT 'foreign tables' AS what, 'pg_class'::regclass AS class, c.oid FROM pg_class c
                WHERE c.relkind = 'f'
            UNION ALL SELECT 'operators', 'pg_operator'::regclass, oid FROM pg_operator
            UNION ALL SELECT 'operator classes', 'pg_opclass'::regclass, oid FROM pg_opclass
            UNION ALL SELECT 'casts', 'pg_cast'::regclass, oid FROM pg_cast
            UNION ALL SELECT 'event triggers', 'pg_event_trigger'::regclass, oid
                FROM pg_event_trigger
            UNION ALL SELECT 'publications', 'pg_publication'::regclass, oid FROM pg_publication
            UNION ALL SELECT 'collations', 'pg_collation'::regclass, oid FROM pg_collation
            UNION ALL SELECT 'text search configurations', 'pg_ts_config'::regclass, oid
                FROM pg_ts_config
        ) x WHERE x.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend e
            WHERE e.classid = x.class AND e.objid = x.oid AND e.deptype IN ('e', 'i'))
        GROUP BY what ORDER BY what
        """
}
