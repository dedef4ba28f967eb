"""The division that anchors a thing: where the article's relations say that it is, belongs, or was set up.

83个临时党支部 at 143个卡点, set up by 宁明县 → 宁明县
确诊病例 in 右江区, 田阳区 and 靖西市       → 百色市, in which they all lie
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiceng.knowledge.mentions import Edge, LinkedMention
from jiceng.places.divisions import Divisions
from jiceng.places.linking import PlaceLink

# What leads from a thing to its place, the surest first: label, and whether the thing is the relation's head.
PATHS = (
    ("LOCATED_IN", True),
    ("PART_OF", True),
    ("ESTABLISHES", False),
    ("MEMBER_OF", True),
    ("SERVES_AS", True),
    ("LEADS", True),
    ("LEADS", False),
    ("SERVES_AS", False),
)
# Longer chains tell more of other things than of the first.
LONGEST = 4


@dataclass(frozen=True)
class Place:
    """A division, or a township, village or named unit (`lower`) in one; the code is the division's."""

    code: str
    lower: str = ""


def place_of(link: PlaceLink) -> Place:
    """The place that a link names."""
    return Place(link.code, link.name if link.is_lower else "")


def above(place: Place, divisions: Divisions) -> Place | None:
    """What a place lies in: a township in its county, a county in its city, a province in nothing."""
    if place.lower:
        return Place(place.code)
    parent = divisions.by_code[place.code].parent
    return Place(parent) if parent else None


def anchors(mentions: Sequence[LinkedMention], edges: Sequence[Edge], divisions: Divisions) -> list[Place | None]:
    """The anchoring place of each mention; that of a division is what it lies in."""
    around: dict[int, dict[tuple[str, bool], list[int]]] = {}
    for edge in edges:
        around.setdefault(edge.head, {}).setdefault((edge.label, True), []).append(edge.tail)
        around.setdefault(edge.tail, {}).setdefault((edge.label, False), []).append(edge.head)

    def stands_at(at: int) -> Place | None:
        link = mentions[at].link
        return place_of(link) if link is not None else None

    found: list[Place | None] = []
    for at, mention in enumerate(mentions):
        own = stands_at(at)
        if own is not None:
            found.append(above(own, divisions) if mention.is_place else own)
            continue
        reached = ([stands_at(other) for other in step] for step in _steps(at, around))
        places = next((known for step in reached if (known := [place for place in step if place])), [])
        found.append(_common(places, divisions))
    return found


def _steps(start: int, around: dict[int, dict[tuple[str, bool], list[int]]]) -> Iterator[list[int]]:
    """The mentions reached, a list for each kind of path, nearest first."""
    seen, here = {start}, [start]
    for _ in range(LONGEST):
        reached = []
        for path in PATHS:
            step = list(
                dict.fromkeys(other for at in here for other in around.get(at, {}).get(path, ()) if other not in seen)
            )
            if step:
                yield step
                seen.update(step)
                reached += step
        here = reached


def _common(places: Sequence[Place], divisions: Divisions) -> Place | None:
    """The lowest place in which all of them lie."""
    chains = [list(_chain(place, divisions)) for place in places]
    return next((place for place in chains[0] if all(place in chain for chain in chains)), None) if chains else None


def _chain(place: Place | None, divisions: Divisions) -> Iterator[Place]:
    while place is not None:
        yield place
        place = above(place, divisions)
