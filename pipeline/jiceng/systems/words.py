"""The words by which units are told and ranked: `configs/knowledge/systems.tsv`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.ontology import Ontology, default_ontology

FILE = CONFIGS / "knowledge" / "systems.tsv"
RULES = ("section", "charge", "mechanism", "frame", "tiered", "post", "scale", "order", "ending")
_ONCE = ("charge", "mechanism", "frame", "tiered", "post", "order", "ending")


@dataclass(frozen=True)
class Rank:
    """What a name says of its level: on which scale, which rank from 0, and what the name is without the word."""

    scale: str
    base: str
    rank: int


@dataclass(frozen=True)
class Words:
    """The table, by rule. `sections` are heading → labels; `scales` are name → ranks, each with its words, longest first."""

    sections: dict[str, tuple[str, ...]]
    charge: tuple[str, tuple[str, ...]]
    mechanism: tuple[str, tuple[str, ...]]
    frame: tuple[str, ...]
    tiered: tuple[str, ...]
    post: tuple[str, tuple[str, ...]]
    scales: dict[str, tuple[tuple[str, ...], ...]]
    order: tuple[str, ...]
    endings: tuple[str, ...]

    @property
    def unit_labels(self) -> frozenset[str]:
        """Labels of what is always a unit."""
        return frozenset(label for labels in self.sections.values() for label in labels)

    def ranks(self, name: str) -> Iterator[Rank]:
        """What a name says of its level, a scale at most once: by the first word of the scale that it begins with."""
        for scale, ranks in self.scales.items():
            found = [(len(word), at) for at, words in enumerate(ranks) for word in words if name.startswith(word)]
            if found:
                length, at = max(found)
                if base := name[length:]:
                    yield Rank(scale, base, at)

    def tier(self, name: str) -> int | None:
        """The tier that the name of a place ends in: 边境乡镇 is at the tier of 乡镇; the lowest one if it names two."""
        found = [
            (-name.index(word), len(word), at)
            for at, words in enumerate(self.scales.get("tier", ()))
            for word in words
            if name.endswith(word)
        ]
        return max(found)[2] if found else None


@cache
def words() -> Words:
    """The words of the project."""
    return read_words(FILE, default_ontology())


def read_words(path: Path, ontology: Ontology) -> Words:
    """Read a table of words and check it.

    Raises:
        InputError: a rule or a label that is not known, a rule that is missing or there twice, a word with two ranks.
    """
    rows = read_rows(path, 3)
    cells: dict[str, list[tuple[str, tuple[str, ...]]]] = {rule: [] for rule in RULES}
    for rule, name, listed in rows:
        if rule not in cells:
            raise InputError(str(path), f"{rule!r} is none of the rules {', '.join(RULES)}")
        entry = tuple(listed.split())
        if rule in ("section", "charge", "mechanism", "tiered", "post"):
            for label in entry:
                if label not in ontology.entity_labels:
                    raise InputError(str(path), f"{rule} {name}: {label!r} is not a label of the ontology")
        cells[rule].append((name, entry))
    for rule in _ONCE:
        if len(cells[rule]) != 1:
            raise InputError(str(path), f"has {len(cells[rule])} rows of {rule}; one is needed")
    for rule in ("section", "scale"):
        if not cells[rule]:
            raise InputError(str(path), f"has no row of {rule}")
    scales = {}
    for name, ranks in cells["scale"]:
        parted = tuple(tuple(rank.split("|")) for rank in ranks)
        every = [word for rank in parted for word in rank]
        twice = next((word for word in every if not word or every.count(word) > 1), None)
        if twice is not None:
            raise InputError(str(path), f"scale {name}: {twice!r} stands in it twice; a word has one rank")
        scales[name] = parted
    return Words(
        sections=dict(cells["section"]),
        charge=cells["charge"][0],
        mechanism=cells["mechanism"][0],
        frame=cells["frame"][0][1],
        tiered=cells["tiered"][0][1],
        post=cells["post"][0],
        scales=scales,
        order=cells["order"][0][1],
        endings=cells["ending"][0][1],
    )
