"""Numbers that name something and count nothing: telephone numbers, identity numbers, articles of a law, roads.

The words beside such numbers are data (`configs/text/code_words.tsv`). Every expression is bounded, so finding them is
linear in the length of the text.
"""

import re
from collections.abc import Iterator
from functools import cache

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.text.fold import fold
from jiceng.values.dates.date_words import alternatives
from jiceng.values.numerals import HANZI, SCALES
from jiceng.values.quantities.units import units

PHONE, IDENTITY, NAMING = "a telephone number", "an identity number", "a number that names"
# What a number is by its own form. A mobile number has 11 digits and begins with 13 to 19, an area code with 0.
_SHAPES = {
    IDENTITY: r"[0-9]{17}[0-9Xx]",
    PHONE: r"1[3-9][0-9]{9}|0[1-9][0-9]{1,2}-?[0-9]{7,8}(?:(?:-|转)[0-9]{1,6})?|[48]00-[0-9]{3,4}-?[0-9]{3,4}|[48]00[0-9]{7}",
    # An amount is not written with a zero before it, nor with eleven digits and more where 万 and 亿 serve.
    NAMING: r"0[0-9]{2,30}|[0-9]{11,30}",
}
_SHAPE = {kind: re.compile(shape) for kind, shape in _SHAPES.items()}
_IN_TEXT = re.compile(
    r"(?<![0-9.,A-Za-z])(?:" + "|".join(f"(?:{shape})" for shape in _SHAPES.values()) + r")(?![0-9.]*[0-9])"
)
_NUMBER = f"[0-9{HANZI}]{{1,12}}"
# 第1、2、3条 are three ordinals; in 第一、100名党员 the mark ends a heading.
_ORDINAL = re.compile(
    rf"第{_NUMBER}(?:(?:[、和至到-]|以及)第?{_NUMBER}){{1,20}}(?=[条款项章节号届期批组编师团营连])|第{_NUMBER}"
)
# 云政发〔2020〕15号: the year in brackets, then the number of the paper.
_PAPER = re.compile(r"[〔\[(【](?:19|20)[0-9]{2}[〕\])】]第?[0-9]{1,5}号")
# 3栋2单元501室: where someone lives.
_ADDRESS = re.compile(
    r"(?<![0-9.])(?:[0-9]{1,4}(?:栋|幢|座|号楼|号院)(?:[0-9]{1,3}单元)?(?:[0-9]{1,2}[层楼])?[0-9]{2,5}[室房号]"
    r"|(?:[0-9]{1,4}(?:栋|幢|座|号楼))?[0-9]{1,3}单元(?:[0-9]{2,5}[室房])?|[0-9]{3,4}室)"
)
_GLUE = "(?:号码|号|是|为|:|\\s|\\(){0,4}"


def code_kind(text: str) -> str | None:
    """What a folded text is, if by its form alone it is a number that names; else None."""
    return next((kind for kind, shape in _SHAPE.items() if shape.fullmatch(text)), None)


def find_codes(text: str) -> Iterator[tuple[int, int]]:
    """Extents of the numbers of a text, in either script, that name something, ordinals among them; in no order."""
    text = fold(text)
    for pattern in (_IN_TEXT, _ORDINAL, _PAPER, _ADDRESS):
        for match in pattern.finditer(text):
            yield match.span()
    before, after = _beside()
    for pattern in (before, after):
        for match in pattern.finditer(text):
            yield match.span("number")


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Numbers behind and before the words of the data.

    Raises:
        InputError: an unknown place, or a word that stands twice in one.
    """
    path = CONFIGS / "text" / "code_words.tsv"
    words: dict[str, set[str]] = {"before": set(), "after": set()}
    for place, _, row in read_rows(path, 3):
        if place not in words:
            raise InputError(str(path), f"{place} is none of {', '.join(words)}")
        for word in row.split():
            if word in words[place]:
                raise InputError(str(path), f"{word} stands twice among the words {place} the number")
            words[place].add(word)
    # 热线12条 and 编号1200余个 are amounts: what names has no unit.
    amount = f"[余多来几]|[{''.join(SCALES)}%‰]|{alternatives(units().units)}"
    named = rf"[0-9A-Za-z][0-9A-Za-z-]{{2,30}}(?![0-9A-Za-z.])(?!{amount})"
    return (
        re.compile(rf"(?:{alternatives(words['before'])}){_GLUE}(?P<number>{named})"),
        re.compile(rf"(?<![0-9.,])(?P<number>[0-9]{{1,8}})(?={alternatives(words['after'])})"),
    )
