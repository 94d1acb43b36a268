DROP FUNCTION dormouse.take_back(integer);
DROP TABLE dormouse.undone_cycle;
DROP TABLE dormouse.sleep_journal;
