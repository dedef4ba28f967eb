"""One form for the characters of values: simplified script, half-width digits and signs, one character for one.

Numbers and dates are short and stand alone, so they are folded character by character; whole articles go through
`jiceng.text.normalize`, which knows words.
"""

from functools import cache

from jiceng.text.script import simplified_characters

# Full-width forms and the many dashes that separate the ends of a range.
_SIGNS = {
    **{
        ord(wide): narrow
        for wide, narrow in zip("０１２３４５６７８９％．，：／＋（）﹪＜＞∶", "0123456789%.,:/+()%<>:", strict=True)
    },
    **dict.fromkeys(map(ord, "－–—―~～〜﹣−"), "-"),
    **dict.fromkeys(map(ord, "\u3000\u00a0"), " "),
    # A surname in simplified script, and so no traditional character to OpenCC; in a value it is 于.
    ord("於"): "于",
}


@cache
def _table() -> dict[int, str]:
    return _SIGNS | {ord(char): simple for char, simple in simplified_characters().items()}


def fold(text: str) -> str:
    """The folded text, of the same length."""
    return text.translate(_table())
