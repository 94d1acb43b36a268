DO $$
DECLARE
    made regclass;
BEGIN
    FOR made IN SELECT i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = 'dormouse.embedding'::regclass AND c.relname LIKE 'embedding\_near\_%' LOOP
        EXECUTE format('DROP INDEX %s', made);
    END LOOP;
END
$$;
DROP FUNCTION dormouse.vector_index(text);
DROP FUNCTION dormouse.vector_index_name(text, text);
