"""The values of an article's QUANTITY and DATE mentions, as the export writes them."""

from collections.abc import Sequence
from datetime import date

from jiceng.knowledge.mentions import LinkedMention
from jiceng.knowledge.records import DateValue, QuantityValue
from jiceng.values.dates import read_dates
from jiceng.values.quantities import read_quantities
from jiceng.values.value_types import Date, Quantity, Unread

Value = QuantityValue | DateValue | Unread


def read_values(mentions: Sequence[LinkedMention], published: str | None) -> list[Value | None]:
    """The value of each mention, in their order; None for those of other labels.

    `published` (ISO 8601) gives years to the dates that name none; of a month or year alone no day is made up.
    """
    dates = iter(read_dates((m.text for m in mentions if m.label == "DATE"), publication_day(published)))
    values: list[Value | None] = []
    for mention in mentions:
        if mention.label == "QUANTITY":
            values.append(_quantity(mention.text))
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


def _quantity(text: str) -> QuantityValue | Unread:
    values = read_quantities(text)
    if isinstance(values, Unread):
        return values
    if len(values) > 1:
        return Unread("more than one quantity")
    return quantity_value(values[0])


def quantity_value(value: Quantity) -> QuantityValue:
    """The record of a quantity."""
    return QuantityValue(amount=value.amount, unit=value.unit, bound=value.bound, upper=value.upper)


def _date(value: Date | Unread) -> DateValue | Unread:
    if isinstance(value, Unread):
        return value
    return DateValue(kind=value.kind, timex=value.timex, begin=value.begin, end=value.end)
