"""The text room: script, conversion with alignment, punctuation widths, sentences. Pure functions, no spaCy."""
