DROP TABLE dormouse.note_passage;
