DROP FUNCTION load.generate(int, double precision);
