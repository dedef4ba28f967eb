"""Quantities in words → amount, unit, bound, and for each of what."""
