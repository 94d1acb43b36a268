SELECT dormouse.drop_graph_mirror();
DROP FUNCTION dormouse.mirror_graph();
DROP FUNCTION dormouse.drop_graph_mirror();
DROP FUNCTION dormouse.mirror_change();
DROP FUNCTION dormouse.mirror_relations(uuid[]);
DROP FUNCTION dormouse.mirror_entities(uuid[]);
ALTER TABLE dormouse.entity DROP COLUMN number;
