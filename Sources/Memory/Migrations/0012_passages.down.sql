DROP TABLE dormouse.passage;
