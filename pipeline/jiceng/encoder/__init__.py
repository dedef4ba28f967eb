"""The pre-trained encoder: a text → a vector a character, which knows its surroundings."""
