-- The table as MyBatis Migrations makes it.
CREATE TABLE changelog (
    id numeric(20, 0) NOT NULL PRIMARY KEY,
    applied_at varchar(25) NOT NULL,
    description varchar(255) NOT NULL
);
INSERT INTO changelog VALUES
    (20240101120000, '2024-01-01 12:00:00', 'users'), (20240101120001, '2024-01-01 12:00:01', 'touch');
