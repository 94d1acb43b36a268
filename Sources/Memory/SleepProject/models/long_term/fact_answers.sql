-- What the language model answered about facts, word for word, or why it did not.
{{ answers('fact', ref('fact_questions'), ['memory_id']) }}
