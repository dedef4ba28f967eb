"""The value room: numbers, quantities and dates in words in, their values out. Pure functions, no spaCy."""
