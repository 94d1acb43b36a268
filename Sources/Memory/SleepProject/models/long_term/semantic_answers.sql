-- What the language model answered about semantic memories, word for word, or why it did not.
{{ answers('semantic', ref('semantic_questions'), ['semantic_id', 'sources']) }}
