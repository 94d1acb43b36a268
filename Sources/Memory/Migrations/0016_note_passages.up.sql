-- What imports of notes know of their passages: where the note lies, and what stands instead of one
-- that a later version has replaced. Memories are never edited.
CREATE TABLE dormouse.note_passage (
    memory_id uuid PRIMARY KEY REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text NOT NULL,
    path text,
    file text,
    replaced_by uuid REFERENCES dormouse.memory ON DELETE SET NULL,
    telling uuid
);
CREATE INDEX note_passage_by_replacement ON dormouse.note_passage (replaced_by)
    WHERE replaced_by IS NOT NULL;
CREATE INDEX note_passage_by_namespace ON dormouse.note_passage (namespace);
COMMENT ON TABLE dormouse.note_passage IS
    'Where the note of a passage lies, and what stands instead of one that was replaced';

ALTER TABLE dormouse.note_passage ENABLE ROW LEVEL SECURITY;
CREATE POLICY within_namespace ON dormouse.note_passage USING (
    (namespace = ANY ((SELECT dormouse.granted_namespaces())::text[])
        OR (SELECT dormouse.is_owner()))
    AND coalesce(nullif((SELECT current_setting('dormouse.namespace', true)), ''),
        namespace) = namespace);
DO $$
BEGIN
    IF (SELECT count(*) = 3 FROM pg_roles
        WHERE rolname IN ('dormouse_reader', 'dormouse_writer', 'dormouse_owner')) THEN
        GRANT SELECT ON dormouse.note_passage TO dormouse_reader;
        GRANT SELECT, INSERT, UPDATE, DELETE ON dormouse.note_passage TO dormouse_writer;
        GRANT ALL ON dormouse.note_passage TO dormouse_owner;
    END IF;
END
$$;
