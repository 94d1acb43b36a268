-- // touch
-- Migration SQL that makes the change goes here.
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name := trim(NEW.name); -- no blanks;
    RETURN NEW;
END $$;
CREATE TRIGGER touch BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();

-- //@UNDO
-- SQL to undo the change goes here.
DROP TRIGGER touch ON users;
DROP FUNCTION touch();
