"""A fact's line as one flat row, for spreadsheets: names, numbers as people read them, the sentence.

The explorer's page writes the same rows (`explorer/page/saving.js`); a test holds the two together.
"""

from collections.abc import Mapping
from typing import Any, Final

Cell = str | int | float | None

FACT_COLUMNS: Final = (
    "id", "predicate", "subject", "subject_label", "subject_counts", "object", "object_label", "object_counts",
    "amount", "unit", "bound", "upper", "per", "place", "place_counts", "date", "status", "confidence", "support", "articles",
    "sentence",
)  # fmt: skip
# What stands before and behind a number: 20,000+名 is at least so many, ≤40,000名 at most.
_BOUNDS: Final = {"at_least": ("", "+"), "at_most": ("≤", ""), "about": ("≈", "")}
# Spreadsheets take a cell that begins so for a formula. Those behind the first four are full-width forms and blanks.
_FORMULA: Final = tuple("=+-@＝＋－＠\t\r\n")


def fact_row(fact: Mapping[str, Any]) -> list[Cell]:
    """The row of a fact's line, in the order of `FACT_COLUMNS`."""
    subject, thing, place = fact["subject"], fact["object"], fact.get("place")
    value = (thing.get("value") if thing["label"] == "QUANTITY" else None) or {}
    evidence = fact["evidence"]
    return [
        fact["id"],
        fact["predicate"],
        subject["name"],
        subject["label"],
        counts_text(subject),
        thing["name"],
        thing["label"],
        counts_text(thing),
        value.get("amount"),
        value.get("unit"),
        value.get("bound"),
        value.get("upper"),
        value.get("per"),
        place["name"] if place else None,
        counts_text(place),
        date_text(fact.get("date") or (thing.get("value") if thing["label"] == "DATE" else None)),
        fact.get("status") or "asserted",
        fact.get("confidence", 1),
        fact.get("support", len(evidence)),
        " ".join(dict.fromkeys(item["doc"] for item in evidence)),
        evidence[0]["text"] if evidence else None,
    ]


def counts_text(part: Mapping[str, Any] | None) -> str:
    """How many of a participant a fact speaks of: 314人、63批."""
    return "、".join(quantity_text(value) for value in (part or {}).get("counts") or ())


def quantity_text(value: Mapping[str, Any] | None) -> str:
    """A quantity: 724个, 20,000+名, 5–10户, 60+%; 2名/卡点 for each of them; 均3亩/户 on average."""
    if not value:
        return ""
    before, after = _BOUNDS.get(str(value.get("bound")), ("", ""))
    amount = f"{before}{_grouped(value['amount'])}{after}"
    if value.get("bound") == "range" and value.get("upper") is not None:
        amount = f"{_grouped(value['amount'])}–{_grouped(value['upper'])}"
    mean, per = "均" if value.get("mean") else "", f"/{value['per']}" if value.get("per") else ""
    return mean + amount + (value.get("unit") or "") + per


def date_text(value: Mapping[str, Any] | None) -> str:
    """A date: its TIMEX3 value, with the ends of a range and what modifies it."""
    if not value:
        return ""
    ends = f" ({value.get('begin') or ''}–{value.get('end') or ''})" if value.get("begin") or value.get("end") else ""
    return f"{value['timex']}{ends}" + (f" {value['mod']}" if value.get("mod") else "")


def guarded(cell: Cell) -> Cell:
    """The cell with an apostrophe before what a spreadsheet would run as a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def plain_number(value: float) -> int | float:
    """2.0 as 2, for a reader who sees no type."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _grouped(value: float) -> str:
    return f"{plain_number(value):,}"
