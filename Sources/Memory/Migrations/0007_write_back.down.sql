DROP TRIGGER erase_arriving ON dormouse.memory;
DROP FUNCTION dormouse.erase_arriving();
DROP FUNCTION dormouse.take_over(integer, timestamptz, text, bigint, pg_snapshot,
    double precision, timestamptz);
DROP FUNCTION dormouse.clear_arrivals();
DROP TABLE dormouse.arriving_fact;
DROP TABLE dormouse.arriving_semantic_memory;
DROP TABLE dormouse.arriving_memory_strength;
DROP TABLE dormouse.arriving_association;
DROP TABLE dormouse.arriving_episode_memory;
DROP TABLE dormouse.arriving_episode;
DROP TABLE dormouse.arriving_quarantine;
DROP TABLE dormouse.arriving_staged_memory;
