"""Checks the tables of divisions: every fault with its file and what is wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

from jiceng.configs import read_rows
from jiceng.errors import InputError
from jiceng.places.divisions import level_of
from jiceng.places.units import read_units
from jiceng.text.fold import fold

_FORMER = re.compile(r"([0-9]{6}):([^:]+):([0-9]{4})")
# GB/T 2260 was first published in 1980; a change before that has no code, one after the next decades no news yet.
_YEARS = range(1980, 2100)
# Provinces, prefectures and counties; a table that lost one of the levels would still be well-formed otherwise.
_LEAST = {"province": 34, "prefecture": 330, "county": 2800}


def check_tables(folder: Path) -> list[str]:
    """Faults of the tables of a folder, one line each."""
    rows = read_rows(folder / "divisions.tsv", 4)
    codes = [row[0] for row in rows]
    countries = read_rows(folder / "countries.tsv", 2)
    faults = [f"divisions.tsv: {fault}" for fault in _divisions(rows)]
    faults += [f"countries.tsv: {fault}" for fault in _countries(countries)]
    known = {*codes, *(code for code, _ in countries)}
    for name in ("aliases.tsv", "townships.tsv"):
        faults += [f"{name}: {fault}" for fault in _names_of(read_rows(folder / name, 2), known)]
    faults += [f"abolished.tsv: {fault}" for fault in _abolished(read_rows(folder / "abolished.tsv", 4), rows)]
    try:
        read_units(folder / "units.tsv", known)
    except InputError as error:
        faults.append(f"units.tsv: {error.problem}")
    return faults


def _divisions(rows: list[tuple[str, ...]]) -> Iterator[str]:
    codes = [row[0] for row in rows]
    if codes != sorted(set(codes)):
        yield "codes are not in order, or one stands twice"
    known = set(codes)
    for level, least in _LEAST.items():
        count = sum(level_of(code) == level for code in codes)
        if count < least:
            yield f"{count} divisions of level {level}, there are at least {least}"
    for code, name, aliases, former in rows:
        if not re.fullmatch("[1-8][0-9]{5}", code):
            yield f"{code} is no code of GB/T 2260"
        elif f"{code[:2]}0000" not in known:
            yield f"{code} {name} lies in a province that is not there"
        if fold(name) != name or not re.fullmatch("[\u4e00-\u9fff]{2,}", name):
            yield f"{code}: {name!r} is no name in simplified characters"
        for alias in [] if aliases == "-" else aliases.split(" "):
            if len(alias) < 2 or alias == name:
                yield f"{code} {name}: {alias!r} is no everyday name"
        last = 0
        for cell in [] if former == "-" else former.split(" "):
            match = _FORMER.fullmatch(cell)
            if match is None or int(match[3]) not in _YEARS:
                yield f"{code} {name}: {cell!r} is not code:name:year"
            elif int(match[3]) < last:
                yield f"{code} {name}: its history is not oldest first"
            else:
                last = int(match[3])


def _countries(rows: list[tuple[str, ...]]) -> Iterator[str]:
    codes = [code for code, _ in rows]
    if codes != sorted(set(codes)):
        yield "codes are not in order, or one stands twice"
    yield from (f"{code} is no code of ISO 3166-1" for code in codes if not re.fullmatch("[A-Z]{2}", code))


def _names_of(rows: list[tuple[str, ...]], known: set[str]) -> Iterator[str]:
    seen: set[str] = set()
    for code, names in rows:
        if code not in known:
            yield f"{code} is no code valid today"
        if code in seen:
            yield f"{code} stands twice"
        seen.add(code)
        if len(names.split()) != len(set(names.split())):
            yield f"{code}: a name stands twice"


def _abolished(rows: list[tuple[str, ...]], today: list[tuple[str, ...]]) -> Iterator[str]:
    codes, bearers = {row[0] for row in today}, {(row[0], row[1]) for row in today}
    keys = [(code, until, name) for code, name, until, _ in rows]
    if keys != sorted(set(keys)):
        yield "rows are not in order of code and year, or one stands twice"
    for code, name, until, successor in rows:
        if not re.fullmatch("[1-8][0-9]{5}", code) or not until.isdigit() or int(until) not in _YEARS:
            yield f"{code} {name} {until}: is not a code of GB/T 2260, a name and a year"
        if (code, name) in bearers:
            yield f"{code} {name} is a division of today"
        if successor != "-" and successor not in codes:
            yield f"{code} {name}: its successor {successor} is no code valid today"
