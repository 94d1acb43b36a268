extension CatalogueQuery {
    /// Who owns a thing, where it is not the owner of the database, and what others than its owner
    /// may do with it. MAINTAIN is left out: servers before 17 do not know it.
    static let access = """
        WITH things AS (
            SELECT 'pg_namespace' AS class, oid, 0 AS sub, NULL::text AS part, nspowner AS owner,
                coalesce(nspacl, acldefault('n', nspowner)) AS acl FROM pg_namespace
            UNION ALL SELECT 'pg_class', oid, 0, NULL, relowner, coalesce(relacl,
                    acldefault((CASE relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", relowner))
                FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
            UNION ALL SELECT 'pg_proc', oid, 0, NULL, proowner,
                coalesce(proacl, acldefault('f', proowner)) FROM pg_proc
            UNION ALL SELECT 'pg_type', oid, 0, NULL, typowner,
                coalesce(typacl, acldefault('T', typowner)) FROM pg_type
            UNION ALL SELECT 'pg_class', a.attrelid, a.attnum, a.attname::text, NULL, a.attacl
                FROM pg_attribute a WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
        )
        SELECT t.class::text AS class, t.oid::bigint AS oid, t.sub::bigint AS sub, t.part,
            CASE WHEN t.owner <> d.datdba AND t.owner <> 'pg_database_owner'::regrole
                THEN pg_get_userbyid(t.owner)::text END AS owner,
            (SELECT string_agg(line, '; ' ORDER BY line) FROM (
                SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee)::text END
                    || ': ' || string_agg(privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END,
                        ', ' ORDER BY privilege_type) AS line
                FROM aclexplode(t.acl)
                WHERE grantee IS DISTINCT FROM t.owner AND privilege_type <> 'MAINTAIN'
                GROUP BY grantee) x) AS grants
        FROM things t, pg_database d
        WHERE d.datname = current_database()
            AND (t.oid >= 16384 OR t.class = 'pg_namespace') ORDER BY 1, 2, 3
        """
}
