"""The values of an article's QUANTITY and DATE mentions, as the export writes them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from jiceng.knowledge.mentions import LinkedMention
from jiceng.knowledge.records import VALUE_LABELS, DateValue, QuantityValue
from jiceng.text.fold import fold
from jiceng.values.dates.grammar import read_dates
from jiceng.values.quantities.grammar import read_quantity
from jiceng.values.quantities.per import Things, read_per
from jiceng.values.value_types import Date, Quantity, Unread

Value = QuantityValue | DateValue | Unread


def read_values(text: str, mentions: Sequence[LinkedMention], published: str | None) -> list[Value | None]:
    """The value of each mention of an article's raw text, in their order; None for those of other labels.

    `published` (ISO 8601) gives years to the dates that name none; of a month or year alone no day is made up.
    """
    dates = iter(read_dates((m.written for m in mentions if m.label == "DATE"), publication_day(published)))
    folded = fold(text)
    things = Things.of((mention.start, mention.end) for mention in mentions if mention.label not in VALUE_LABELS)
    values: list[Value | None] = []
    for mention in mentions:
        if mention.label == "QUANTITY":
            values.append(_quantity(mention, folded, things))
        elif mention.label == "DATE":
            values.append(_date(next(dates)))
        else:
            values.append(None)
    return values


def publication_day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or time; None if it names no day."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _quantity(mention: LinkedMention, folded: str, things: Things) -> QuantityValue | Unread:
    value = read_quantity(mention.written)
    if isinstance(value, Unread):
        return value
    if value.per is None:
        per = read_per(folded, mention.start, mention.end, value.unit, things)
        value = replace(value, per=per.word, mean=value.mean or per.mean)
    return quantity_value(value)


def quantity_value(value: Quantity) -> QuantityValue:
    """The record of a quantity; what it does not have of the optional fields is not written."""
    optional: dict[str, Any] = {}
    if value.per is not None:
        optional["per"] = value.per
    if value.mean:
        optional["mean"] = True
    return QuantityValue(amount=value.amount, unit=value.unit, bound=value.bound, upper=value.upper, **optional)


def _date(value: Date | Unread) -> DateValue | Unread:
    if isinstance(value, Unread):
        return value
    optional: dict[str, Any] = {} if value.mod is None else {"mod": value.mod}
    return DateValue(kind=value.kind, timex=value.timex, begin=value.begin, end=value.end, **optional)
