"""The traditional characters that search reads as simplified ones, as far as an export has them."""

from collections.abc import Iterable

from jiceng.text.script import simplified_characters


def folding(texts: Iterable[str]) -> list[str]:
    """[traditional, simplified], two strings of one length: who types 县 finds 縣, and the other way round.

    Only characters of which the texts have either form are in it.
    """
    used: set[str] = set()
    for text in texts:
        used.update(text)
    pairs = [pair for pair in simplified_characters().items() if used & set(pair)]
    return ["".join(old for old, _ in pairs), "".join(new for _, new in pairs)]
