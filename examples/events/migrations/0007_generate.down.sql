DROP FUNCTION load.generate(int, double precision);
DROP TABLE load.directions;
DROP FUNCTION load.phrases();
