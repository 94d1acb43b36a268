-- The extension vector stays: others may use it.
DROP TABLE dormouse.erasure;
DROP TABLE dormouse.access;
DROP TABLE dormouse.embedding;
DROP TABLE dormouse.memory;
DROP SCHEMA dormouse;
