-- A long memory has a vector for each of its passages: that of the first is in dormouse.embedding,
-- those of the others are here. Before, it had one vector, the mean of at most sixteen passages;
-- those go, and the next sleep makes the new ones. Until then long memories are found by words.
DO $$
DECLARE
    vector_type text;
BEGIN
    SELECT format_type(atttypid, atttypmod) INTO vector_type
    FROM pg_attribute WHERE attrelid = 'dormouse.embedding'::regclass AND attname = 'vector';
    EXECUTE format(
        'CREATE TABLE dormouse.passage (
            memory_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
            namespace text NOT NULL,
            model text NOT NULL CONSTRAINT passage_model_has_a_name CHECK (model <> ''''),
            number integer NOT NULL CONSTRAINT passage_follows_the_first CHECK (number > 0),
            vector %s NOT NULL,
            arrival xid8 NOT NULL DEFAULT pg_current_xact_id(),
            PRIMARY KEY (memory_id, model, number)
        )', vector_type);
END
$$;
CREATE INDEX passage_by_namespace ON dormouse.passage (namespace, model);
CREATE INDEX passage_by_arrival ON dormouse.passage (arrival);
COMMENT ON TABLE dormouse.passage IS
    'A vector of a passage of a long memory, after its first, by a model, L2-normalised';

DELETE FROM dormouse.embedding e USING dormouse.memory m
WHERE m.id = e.memory_id AND octet_length(m.content) > 600;

ALTER TABLE dormouse.passage ENABLE ROW LEVEL SECURITY;
CREATE POLICY within_namespace ON dormouse.passage USING (
    (namespace = ANY ((SELECT dormouse.granted_namespaces())::text[])
        OR (SELECT dormouse.is_owner()))
    AND coalesce(nullif((SELECT current_setting('dormouse.namespace', true)), ''),
        namespace) = namespace);
DO $$
BEGIN
    IF (SELECT count(*) = 3 FROM pg_roles
        WHERE rolname IN ('dormouse_reader', 'dormouse_writer', 'dormouse_owner')) THEN
        GRANT SELECT ON dormouse.passage TO dormouse_reader;
        GRANT SELECT, INSERT ON dormouse.passage TO dormouse_writer;
        GRANT ALL ON dormouse.passage TO dormouse_owner;
    END IF;
END
$$;
