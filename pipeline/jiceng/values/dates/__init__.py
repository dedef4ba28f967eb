"""Dates in words → TIMEX3 values: days, times of day, lengths, times that come again."""
