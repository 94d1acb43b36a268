-- What the language model answered about new memories, word for word, or why it did not.
{{ answers('memory', ref('memory_questions'), ['memory_id']) }}
