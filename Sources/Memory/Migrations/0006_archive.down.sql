-- What is in archives stays there: they are partitions like any other.
DROP FUNCTION dormouse.archive(timestamptz);
