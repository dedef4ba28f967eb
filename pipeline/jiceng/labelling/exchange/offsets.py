"""Offsets: code points here, UTF-16 units in Doccano, whose page counts as JavaScript does.

A character beyond U+FFFF (𠮷, most emoji) is one code point and two UTF-16 units.
"""

from bisect import bisect_left
from itertools import accumulate


class Utf16:
    """The two countings of one text, one way and the other in logarithmic time."""

    def __init__(self, text: str) -> None:
        # _units[i]: UTF-16 units before code point i.
        self._units = [0, *accumulate(2 if ord(char) > 0xFFFF else 1 for char in text)]

    def units(self, offset: int) -> int:
        """UTF-16 units before a code point.

        Raises:
            ValueError: the text ends before `offset`.
        """
        if not 0 <= offset < len(self._units):
            raise ValueError(f"the text has {len(self._units) - 1} characters, so there is no offset {offset}")
        return self._units[offset]

    def code_points(self, units: int) -> int:
        """Code points before a UTF-16 unit.

        Raises:
            ValueError: the text ends before `units`, or it falls inside a character.
        """
        offset = bisect_left(self._units, units)
        if units < 0 or offset == len(self._units):
            raise ValueError(f"the text has {self._units[-1]} UTF-16 units, so there is no unit {units}")
        if self._units[offset] != units:
            raise ValueError(f"UTF-16 unit {units} falls inside the character at {offset - 1}")
        return offset
