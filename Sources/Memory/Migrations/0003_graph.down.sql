DROP FUNCTION dormouse.related(text, text, integer);
DROP FUNCTION dormouse.grow_graph(integer);
DROP FUNCTION dormouse.entity_id(text, text, text);
DROP TABLE dormouse.relation;
DROP TABLE dormouse.mention;
DROP FUNCTION dormouse.drop_unmentioned();
DROP TABLE dormouse.entity;
