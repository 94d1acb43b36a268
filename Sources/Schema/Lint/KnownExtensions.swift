import Arguments

/// Names of extensions, and what people write instead.
enum KnownExtensions {
    /// The name that was most likely meant, or nil where the name is known or like none.
    static func suggestion(for name: String) -> String? {
        guard !names.contains(name) else { return nil }
        if let exact = names.first(where: { core(of: $0) == core(of: name) }) { return exact }
        return nearest(to: name, among: names)
    }

    /// What is left of a name without the words that people add: `pgvector`, `pg_vector` and
    /// `vector` are the same.
    private static func core(of name: String) -> String {
        var letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
        for prefix in ["apache", "postgresql", "postgres", "pg"]
        where letters.hasPrefix(prefix) && letters.count > prefix.count {
            letters.removeFirst(prefix.count)
        }
        for suffix in ["extension", "db", "ext"]
        where letters.hasSuffix(suffix) && letters.count > suffix.count {
            letters.removeLast(suffix.count)
        }
        return letters
    }

    /// Those of PostgreSQL itself, then those that packages commonly bring.
    static let names = [
        "adminpack", "amcheck", "autoinc", "bloom", "bool_plperl", "btree_gin", "btree_gist",
        "citext", "cube", "dblink", "dict_int", "dict_xsyn", "earthdistance", "file_fdw",
        "fuzzystrmatch", "hstore", "hstore_plperl", "hstore_plpython3u", "insert_username",
        "intagg", "intarray", "isn", "jsonb_plperl", "jsonb_plpython3u", "lo", "ltree",
        "ltree_plpython3u", "moddatetime", "old_snapshot", "pageinspect", "pg_buffercache",
        "pg_freespacemap", "pg_logicalinspect", "pg_overexplain", "pg_prewarm",
        "pg_stat_statements", "pg_surgery", "pg_trgm", "pg_visibility", "pg_walinspect",
        "pgcrypto", "pgrowlocks", "pgstattuple", "plperl", "plperlu", "plpgsql", "plpython3u",
        "pltcl", "pltclu", "postgres_fdw", "refint", "seg", "sslinfo", "tablefunc", "tcn",
        "tsm_system_rows", "tsm_system_time", "unaccent", "uuid-ossp", "xml2",

        "address_standardizer", "age", "anon", "citus", "db2_fdw", "documentdb",
        "h3", "h3_postgis", "hll", "http", "hypopg", "index_advisor", "ip4r", "jsquery", "lantern",
        "mongo_fdw", "mysql_fdw", "ogr_fdw", "oracle_fdw", "orafce", "pg_analytics",
        "pg_background", "pg_bigm", "pg_cron", "pg_duckdb", "pg_graphql", "pg_hint_plan",
        "pg_ivm", "pg_jsonschema", "pg_mooncake", "pg_net", "pg_partman", "pg_qualstats",
        "pg_repack", "pg_search", "pg_similarity", "pg_squeeze", "pg_stat_kcache",
        "pg_stat_monitor", "pg_tle", "pg_uuidv7", "pg_wait_sampling", "pgaudit", "pgjwt",
        "pglogical", "pgmq", "pgroonga", "pgrouting", "pgsodium", "pgtap", "plproxy",
        "plv8", "pointcloud", "postgis", "postgis_raster", "postgis_sfcgal",
        "postgis_tiger_geocoder", "postgis_topology", "prefix", "rum", "semver",
        "supabase_vault", "tds_fdw", "temporal_tables", "timescaledb", "timescaledb_toolkit",
        "topn", "unit", "vchord", "vector", "vectors", "vectorscale", "wal2json",
        "wrappers",
    ]
}
