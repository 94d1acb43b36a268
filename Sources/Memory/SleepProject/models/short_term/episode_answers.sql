-- What the language model answered about episodes, word for word, or why it did not.
{{ answers('episode', ref('episode_questions'), ['episode_id']) }}
