-- +migrate Up
-- +migrate StatementBegin
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name := trim(NEW.name); -- no blanks;
    RETURN NEW;
END $$;
-- +migrate StatementEnd
CREATE TRIGGER touch BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- +migrate Down
DROP TRIGGER touch ON users;
DROP FUNCTION touch();
