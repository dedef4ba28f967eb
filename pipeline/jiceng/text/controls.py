"""Control characters made visible, so that no text, id or file name can steer a terminal."""

import re

# C0 and C1, line and paragraph separators, and the marks that turn the direction of what follows (Unicode TR 36).
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(line: str) -> str:
    """One line for a terminal: a control character as its escape (`\\x1b`), everything else as it is."""
    return _CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode(), line)
