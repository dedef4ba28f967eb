"""The tested strings of quantities and dates, and the patterns of the corpus that are not among them.

`python -m tests.values.patterns` prints a row for every missing pattern, as the grammar reads it now. Read each row, put
right what is wrong, and add it to `quantities.tsv` or `dates.tsv`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jiceng.configs import read_rows
from jiceng.corpus.folder import read_articles
from jiceng.text.fold import fold
from jiceng.values.dates.grammar import Date, DateContext, Unread, read_date, read_dates
from jiceng.values.quantities.grammar import read_quantity
from jiceng.values.value_types import Quantity

HERE = Path(__file__).parent
QUANTITIES = HERE / "quantities.tsv"
DATES = HERE / "dates.tsv"
ANNOTATIONS = HERE.parent.parent / "annotations"

_MASKS = ((re.compile(r"[0-9]+(?:[.,][0-9]+)*"), "0"), (re.compile("[一二两三四五六七八九]"), "一"))


def pattern(text: str) -> str:
    """A mention in simplified script with its digits masked: 3.8萬名 and 1.6万名 are one pattern."""
    text = fold(text)
    for mask, char in _MASKS:
        text = mask.sub(char, text)
    return text


@dataclass(frozen=True)
class DateCase:
    """A date with the publication date and the dates before it in its article."""

    published: date | None
    before: tuple[str, ...]
    text: str
    expected: str

    def read(self) -> Date | Unread:
        return read_dates([*self.before, self.text], self.published)[-1]


def quantity_cases() -> list[tuple[str, str]]:
    return [(text, "\t".join(value)) for text, *value in read_rows(QUANTITIES, 5)]


def date_cases() -> list[DateCase]:
    return [
        DateCase(
            None if published == "-" else date.fromisoformat(published),
            () if before == "-" else tuple(before.split("|")),
            text,
            "\t".join(value),
        )
        for published, before, text, *value in read_rows(DATES, 8)
    ]


def quantity_row(value: Quantity | Unread) -> str:
    """The columns amount, unit, bound, upper; what is unread has its reason in the second."""
    if isinstance(value, Unread):
        return f"unread\t{value.reason}\t-\t-"
    return "\t".join(_cell(cell) for cell in (value.amount, value.unit, value.bound, value.upper))


def date_row(value: Date | Unread) -> str:
    """The columns kind, timex, begin, end, mod; what is unread has its reason in the second."""
    if isinstance(value, Unread):
        return f"unread\t{value.reason}\t-\t-\t-"
    return "\t".join(_cell(cell) for cell in (value.kind, value.timex, value.begin, value.end, value.mod))


def _cell(value: object) -> str:
    return "-" if value is None else str(value)


def mentions(label: str) -> Iterator[str]:
    """Mentions of the gold and of the supplement as it is now."""
    for folder in ("gold", "supplement"):
        for article in read_articles(ANNOTATIONS / folder):
            yield from (article.mention(span) for span in article.spans if span.label == label)


def missing(label: str) -> list[str]:
    """The first mention of each pattern of the corpus that no tested string has."""
    texts = [text for text, _ in quantity_cases()] if label == "QUANTITY" else [case.text for case in date_cases()]
    tested = {pattern(text) for text in texts}
    found: dict[str, str] = {}
    for mention in mentions(label):
        if pattern(mention) not in tested:
            found.setdefault(pattern(mention), mention)
    return list(found.values())


def main() -> None:
    for text in missing("QUANTITY"):
        print(f"{QUANTITIES.name}\t{text}\t{quantity_row(read_quantity(text))}")
    published = date(2022, 6, 15)
    for text in missing("DATE"):
        value = read_date(text, DateContext(published, None, (2022, 6, 10)))
        print(f"{DATES.name}\t{published}\t6月10日\t{text}\t{date_row(value)}")


if __name__ == "__main__":
    main()
